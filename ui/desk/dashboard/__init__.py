"""看板: how it goes, in pictures."""
