"""kill -9 at random moments of noting, importing, packing and backing up, drawn from a seed.

``python -m bench kills --kills 1000``: docs/ledger.md.
"""
