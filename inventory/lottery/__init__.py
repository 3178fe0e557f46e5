"""Lotteries (抽奖): terms that never change once published, and a draw anybody can re-compute."""
