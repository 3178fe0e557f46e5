"""Threads, dispatcher, clock, errors and logging: what every other house stands on."""
