"""The review as words, as a picture on one time axis, and as a PDF."""
