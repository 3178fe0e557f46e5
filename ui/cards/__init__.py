"""贴片: the overlays of a broadcast, the workshop's brand, and what a phone covers."""
