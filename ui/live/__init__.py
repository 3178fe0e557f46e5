"""A broadcast on screen: the anchor's view, the floor controller's view, going live, ending."""
