"""What goes on air: the Stage port, with OBS and the practice stage behind it."""
