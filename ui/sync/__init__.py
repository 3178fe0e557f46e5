"""同步: what waits to be sent, in words, and that a missing network is no trouble."""
