"""When the network counts as weak or down, and what is done about it. Sampled at 1 Hz.

The figures are the design's (stage page); docs/stage.md is their table.
"""

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
GOOD_CONGESTION = 0.20
"""The same of the mean congestion: at most this much, to count as good again [I]."""
GOOD_SECONDS = 3.0
"""How long it must stay at `GOOD_SHARE`."""
GOOD_LONGEST_SECONDS = 24.0
"""A network that turns weak again within `STEADY_SECONDS` needs twice as long the next time, up to
this: one on the edge stays weak, and is stepped down where it struggles, while one that was weak
once is good again at once [I]."""
STEADY_SECONDS = 60.0
"""Good for so long, it is over the edge: from then on `GOOD_SECONDS` do again."""
RATE_SECONDS = 2.0
"""Window of the measured rate: bytes leave in bursts."""
SAMPLE_SLACK_SECONDS = 0.25
"""Samples are not taken on the dot: what is due now is not put off by a whole second for that."""
FORGET_SECONDS = 10.0
"""A gap this long between two samples (the computer slept) starts the watch afresh."""
AWAY_SHARE = 0.10
"""Of the target rate, over a time in which nobody could look: with less, the stream was away for as
long. A stream that went on sends more than this of even a quiet picture; one that OBS brought back
just before it answered again sends less [I]."""

OBS_RESTARTS = 3
"""How often OBS is started again by itself within `OBS_RESTART_WINDOW_SECONDS`; one that dies more
often has a fault no restart mends, and a person has to look [I]."""
OBS_RESTART_WINDOW_SECONDS = 600.0

CAMERA_AGAIN = 3
"""How often a virtual camera that somebody switched off is switched on again within
`CAMERA_AGAIN_SECONDS`: a hand does it once or twice, a driver that fails for ever [I]."""
CAMERA_AGAIN_SECONDS = 60.0

RECORDING_TRIES = 3
"""How often a recording that ended or did not begin is begun again within
`RECORDING_WINDOW_SECONDS`; where it still does not stay, the disk is full or somebody means it: a
person has to look, and OBS puts up a window of its own with each try [I]."""
RECORDING_WINDOW_SECONDS = 600.0
RECORDING_AGAIN_SECONDS = 5.0
"""Between two tries; the first follows at once. Each may hold the stage for 2.5 s, so a press never
makes one of its own meanwhile."""

AUDIO_KBPS = 96
"""Of the sound, beside the picture's: enough for a voice. OBS's own 160 are two thirds more, and
its dynamic bitrate takes them off what a thin line carries, before the picture [M]."""
UPLINK_RESERVE = 1.3
"""The uplink must carry this many times all the bitrates together (rules.md: they are to take at
most 75 % of what was measured)."""

# -- a stream that does not get through (studio.health.uplink_care) -------------------------------

HOLE_HEALS_SECONDS = 14.0
"""While OBS still holds its connection, a hole of up to 6 s heals itself: nothing is restarted and
no scene changes. TCP doubles its wait each time, so what it sent in vain just before the hole's end
it sends again only after as long once more: 12.2 to 12.6 s, on a slow line 13. What arrives is read
once a second. Until then viewers lose nothing: they would not get the break picture either. A
connection that broke is taken over at once."""
COVER_SECONDS = 6.0
"""Of a broken connection, until viewers are to find the be-right-back picture."""
PROBE_SECONDS = 2.0
"""Between two knocks at the ingest's port while nothing gets through; OBS's own tries come at 2, 5,
9.5, 16, 26, 42, 64, 98 s."""
PROBE_TIMEOUT_SECONDS = 1.5
"""For one knock: its first repeat, after 1 s, is waited for; a new knock is due after 2 s."""
PROBE_AGAIN_SECONDS = 0.25
"""Within one knock, where the port refuses at once: the server behind it is just coming up."""
COOLDOWN_SECONDS = 10.0
"""After a forced restart, until the next: a platform that lets nobody in is not hammered."""
STARTING_PATIENCE_SECONDS = 140.0
"""A stream that is still connecting is left to it this long: OBS refuses to stop it (501) [M], and
the kernel gives a connect up after 21 s (Windows) to 127 s (Linux)."""
FIRST_CONNECT_TRIES = 3
FIRST_CONNECT_SECONDS = 3.0
"""More tries where a first connect fails, and the time to each; OBS makes none by itself [M]."""
REFUSED_ROUNDS = 2
"""How often the tries to connect may be used up against an ingest that answers, before a person is
asked: a wrong key gets no better by itself, and whoever hammers may be locked out [I]."""
STOP_AGAIN_SECONDS = 0.8
"""Until StopStream is sent again: OBS swallows the first one while it reconnects, the second one
forces [M]. The 2 s of the design are the most it may take; what has stopped is started at once."""
RESTART_GIVES_UP_SECONDS = 8.0
"""A stream that will not stop for this long is left to OBS; the next try is after the cooldown."""

RUNGS_KBPS = (6000, 4500, 3500, 2500, 2000, 1500, 1200, 900, 600, 400)
"""Rates of the picture to step between. Nobody starts above what the settings say, by themselves
1300: 1200 to 1500 carry 720p over a village's uplink, and up to 1333 OBS's own steps lead back
from a line of 600 kbit/s in less than 30 s (docs/stage.md, "Back from a thin line")."""
DROPPED_SHARE = 0.02
"""Of the pictures of `WEAK_SECONDS`, dropped because of the network; more is seen as stutter
(issue: under 2 %). On a line of 600 kbit/s OBS's dynamic bitrate carries on for ten minutes without
one, and at 1200 is back at the full rate within 25 s [M]: a step would only cost a hitch."""
STRUGGLE_SECONDS = 10.0
"""A weak network still struggles if pictures were dropped, or bytes stood still, within this time.
One that does not is carried by dynamic bitrate, or on its way back: it rises by a tenth every 4 s
[M], in OBS 28 every 30 s."""
STEP_DOWN_AFTER_SECONDS = 30.0
"""Weak for this long, and struggling: a step down, which costs viewers a gap of about 0.5 s [M].
Until then OBS's own dynamic bitrate holds the stream."""
STEP_UP_AFTER_SECONDS = 120.0
"""Good for this long: a step up, never beyond the settings."""
STEP_UP_LONGEST_SECONDS = 960.0
"""A step up that had to be taken back doubles the wait before the next one, up to this; one that
held for `STEP_UP_AFTER_SECONDS` makes it short again. Each try costs viewers two gaps, and a line
that cannot carry the rung is no better two minutes later [I]."""
STEP_APART_SECONDS = 60.0
"""At most one step a minute; and for so long after one nobody doubts the key."""
STEP_TAKES_SECONDS = 20.0
"""A stream that does not stand yet after a step is weak and not down, if the ingest answers: what
the computer's buffer holds goes out first, and until then the platform has the old connection and
lets no other in (on Linux 8 to 13 s at 600 kbit/s [M]). Viewers see the old one meanwhile."""

BATTERY_LOW = 20
"""Percent; from here on people are told to plug in (issue: warn at 20 %)."""
BATTERY_SAVE = 10
"""Percent; from here on the program saves power: no stills, the preview once in
`SAVING_PREVIEW_SECONDS`. Nothing that viewers see changes."""
BATTERY_STEP = 5
"""Percent; while discharging, each such step is told anew."""
POWER_LOOK_SECONDS = 60.0
POWER_LOOK_DISCHARGING_SECONDS = 15.0
"""An old laptop's battery falls from 20 % to nothing within minutes [I]."""
SAVING_PREVIEW_SECONDS = 4.0
"""Between two pictures of the programme while power is saved; else two a second."""

# -- the programme's picture and sound, looked at once a second while a broadcast runs ------------

LOOK_WIDTH = 320
"""Pixels; a screenshot this wide costs OBS 3 to 33 ms and 3 KB [M], at most two a second."""
LOOK_REST_SECONDS = 5.0
"""After a look that failed: who cannot answer is not asked again at once. One that the loss of OBS
cut off costs no rest: what is found again is looked at at once."""
LOOK_GAP_SECONDS = 4.0
"""Two looks further apart than this say nothing of what was between them: begin afresh."""
BAD_PICTURE_SECONDS = 2.5
"""Black or frozen for this long is told. Looks are a second apart, so it takes four of them, and
the fourth comes within 5 s of the fault (issue: sentinel within 5 s); a cut or a dip is shorter."""
DARK_SECONDS = 10.0
"""Too dark for this long is told: somebody who walks past the lamp is not."""
SLOW_SHARE = 0.33
"""Of the pictures of `SLOW_WINDOW_SECONDS`, drawn too late or skipped by the encoder: viewers see
it stutter. Far more than a trial allows, which asks for a quiet computer [I]."""
SLOW_WINDOW_SECONDS = 5.0
SLOW_SECONDS = 5.0
"""So slow for this long is told: a window that opens or a file that is copied is not [I]."""
MOTION_SHORT_SHARE = 0.02
"""Of the frames of `MOTION_WINDOW_SECONDS`, drawn too late or skipped by the encoder: overlays
only fade. As much as a trial allows: more of it and a slide visibly jumps [I]."""
MOTION_CUT_SHARE = 0.10
"""The same, and they come and go by a cut, which costs no frame: it begins to stutter [I]."""
MOTION_WINDOW_SECONDS = 5.0
MOTION_CALM_SECONDS = 30.0
"""With room for more motion for this long, one step more of it: takes must not alternate [I]."""
PAGE_LOAD_SECONDS = 2.0
"""For a template of others to be loaded; all a page does is within one turn of the stage."""
PAGE_PLAY_SECONDS = 0.8
"""For it to begin, or to say something else; what it is still at then goes on."""
PAGE_STOP_SECONDS = 1.5
"""For it to leave, before it is hidden."""
PAGE_LEFT_SECONDS = 60.0
"""Of no word from the program, and it shows nothing: a crash is over by then, and nobody could take
it off."""
GOOD_PICTURE_SECONDS = 0.5
"""A good picture this long takes the warning back: two looks, so that one good frame of a camera
that stutters does not flicker on the screen. Recovering is quick, as with NOALBS."""
REOPENED_PICTURE_SECONDS = 4.0
"""After a camera was opened again the picture is good, or bad in another way, only when it has been
so for this long: opening it makes it black and then shows the same picture, with one to three looks
that differ [I]."""
REOPEN_AGAIN_SECONDS = 60.0
"""A camera is opened again once in each trouble. One within this time after the last is left to
a person, and tried where it is so still when the time is over."""

QUIET_DBFS = -50.0
"""Quieter than this is room noise: a spoken word at arm's length peaks above -30 [I]."""
SILENT_SECONDS = 8.0
"""A pause for breath is shorter; a microphone that is off is longer [I]."""
CLIPPING_DBFS = -0.5
"""A peak this loud was cut off: it is heard as a crackle."""
CLIPPING_READINGS = 5
"""That many of them within `CLIPPING_SECONDS` are told: one clap of the hands is not."""
CLIPPING_SECONDS = 5.0
CLIPPING_OVER_SECONDS = 5.0
"""Without a single one: it is over."""

# -- the trial before a broadcast: which size this computer holds, and at what rate ----------------

TRIAL_SECONDS = 20.0
"""Of streaming to this computer itself, for each size (issue: 20 s)."""
TRIAL_WARM_UP_SECONDS = 4.0
"""Of them at the beginning that do not count: another size makes OBS begin its video anew, and an
encoder's first seconds are its slowest."""
TRIAL_LOST_SHARE = 0.02
"""Of the frames, drawn too late or skipped by the encoder; more is seen as stutter [I]."""
TRIAL_ARRIVED_SHARE = 0.95
"""Of the frames a size should have must arrive. They come in bursts, so it is the wider bound."""
TRIAL_FRAME_SHARE = 0.90
"""Of a frame's time may go into drawing it: at 0.76 not one of 480 frames was late [M], and what is
left is for the cards' motion."""
TRIAL_CPU_PERCENT = 80.0
"""Of all cores OBS may take; the prompter, the camera and the system need the rest [I]."""
TRIAL_HOPELESS_SECONDS = 5.0
TRIAL_HOPELESS_SHARE = 0.20
"""Counted for so long and lost so much: the next size is tried without waiting for the end."""
TRIAL_LINES = (1080, 720, 540)
"""Sizes that are tried, from the plan's own down, by their shorter side."""
TRIAL_KBPS = (4500, 2500, 1500)
"""The most the picture's rate is for each of them, where the settings allow it; they follow their
number of pixels, a little less than in proportion [I]."""
TRIAL_LEAST_KBPS = (2500, 1200, 600)
"""With less each of them looks worse than the next smaller one (design: 1200 to 1500 for 720p)."""
KNOCKS = 5
"""At the platform's port, one after the other; it tells whether it is there, not how much the
network carries: that only a stream to the platform can measure."""
KNOCK_SLOW_SECONDS = 0.30
"""Until somebody answers, in the middle of the knocks; more is a long or crowded way [I]."""
