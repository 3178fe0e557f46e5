"""Templates of others as a browser plays them: a host page of ours, handed out on this computer."""
