"""抽奖: terms, entries, the draw."""
