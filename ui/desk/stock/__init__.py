"""库存: products, lots, what is left."""
