"""复盘: what sold, when, what was being said, how the net was, and what to do better."""
