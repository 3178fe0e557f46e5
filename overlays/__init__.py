"""What goes on the air over the picture: cards and boards, drawn with Qt as files."""
