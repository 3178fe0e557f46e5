"""The platforms' order files: read, understood, previewed, recorded, and taken back again."""
