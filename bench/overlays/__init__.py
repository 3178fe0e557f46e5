"""Takes on a real OBS, read back from the received stream, beside what people do today.

``python -m bench overlays --takes 50 --minutes 1 --swaps 200`` is a short form of it.
"""

from bench.overlays.run import run

__all__ = ["run"]
