"""Plan, live session, journal, recovery and summary: a broadcast from running order to review."""
