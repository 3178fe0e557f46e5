"""How everything looks: tokens (numbers and colours) and the one style sheet made from them."""
