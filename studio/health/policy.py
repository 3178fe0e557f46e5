"""When the network counts as weak or down. The figures are stage.md's, sampled at 1 Hz."""

from __future__ import annotations

WEAK_SHARE = 0.60
"""Of the target rate; less than this gets viewers a stuttering picture."""
WEAK_SECONDS = 5.0
"""How long the rate must stay under `WEAK_SHARE`: shorter dips are an encoder's quiet scenes."""
WEAK_CONGESTION = 0.33
"""Mean over `WEAK_SECONDS`. Never trusted alone to say all is well: OBS read 0.00 for 12 s while
half of the bytes did not fit through [M]."""
DOWN_SECONDS = 4.0
"""Without a single byte. Bytes freeze at once in a black hole; OBS admits it after 15.4 s [M]."""

GOOD_SHARE = 0.70
"""Of the target rate; once weak, this much is needed to count as good again, so that a network on
the edge does not flicker on the screen."""
GOOD_SECONDS = 3.0
"""How long it must stay at `GOOD_SHARE`."""
RATE_SECONDS = 2.0
"""Window of the measured rate: bytes leave in bursts."""
FORGET_SECONDS = 10.0
"""A gap this long between two samples (the computer slept) starts the watch afresh."""

AUDIO_KBPS = 160
"""What the sound adds to the picture's rate: OBS's own default for its simple output."""
UPLINK_RESERVE = 1.3
"""The uplink must carry this many times all the bitrates together (rules.md: they are to take at
most 75 % of what was measured)."""
