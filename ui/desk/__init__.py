"""仓库订单: today, orders, stock, past sessions; the work before and after a broadcast."""
