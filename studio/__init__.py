"""共富直播间 · Gongfu Studio: the live session and everything around it. No Qt."""

__version__ = "0.1.0"
