"""Journals of broadcasts that never were."""

from ui.report.sample import LIVE_AT, PLAN, PRICES, STOCK, Broadcast, evening, evening_summary

__all__ = ["LIVE_AT", "PLAN", "PRICES", "STOCK", "Broadcast", "evening", "evening_summary"]
