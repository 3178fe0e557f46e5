"""Random faults on the real program, a real OBS and a real ingest, drawn from a seed.

``python -m bench soak --seed N --faults 200``: docs/stage.md.
"""
