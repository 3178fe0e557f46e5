"""售后: cases, with their clock and evidence."""
