"""From an order that may be sent to the box at the buyer's door: docs/fulfilment.md."""
