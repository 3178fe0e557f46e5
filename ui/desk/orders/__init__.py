"""订单: noted live, and from the platforms."""
