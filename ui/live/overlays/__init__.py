"""更多贴片: what lies over the picture beside the product's card, put on and taken off by hand."""
