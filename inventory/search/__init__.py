"""Finding and sorting a million orders: what is kept so that no table is read through."""
