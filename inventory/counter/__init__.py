"""What is sold at the shop's counter, and orders that come by telephone or chat."""
