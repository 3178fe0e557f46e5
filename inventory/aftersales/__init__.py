"""Cases after a sale (售后): what went wrong, until when it must be answered, what became of it."""
