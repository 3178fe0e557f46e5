"""卖货: over the counter, by phone, by chat."""
