"""设置: what the studio was told once."""
