"""备份 and 查账: copies of the data, and whether the books hold."""
