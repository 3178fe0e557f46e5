"""连上 OBS: five steps from nothing to a scene collection that works, each told and repeatable."""
