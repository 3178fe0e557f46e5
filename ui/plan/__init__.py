"""排品: choose a plan or make one; what is sold, in which order, at what price."""
