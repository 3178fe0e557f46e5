"""The search box above every page."""
