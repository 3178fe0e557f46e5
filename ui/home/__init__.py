"""首页: three doors, and what was interrupted."""
