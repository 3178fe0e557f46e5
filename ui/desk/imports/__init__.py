"""导入: the platforms' files, and what they say beside what was noted."""
