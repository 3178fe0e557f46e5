"""What can go wrong on the way to the viewers, by one name each.

The trainer's bar, ``gongfu demo --fault``, the practice stage and the soak on a real OBS
(``python -m bench soak``) all speak of these. What is done *about* a fault is never here: on either
stage the session's own watchers do it.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One thing that goes wrong."""

    # -- the network ---------------------------------------------------------------------------
    WEAK = "weak"
    """网不好: not all of it gets through."""
    HOLE = "hole"
    """网络卡一下: a hole of 6 s, which heals by itself."""
    DOWN = "down"
    """断网: a hole of 30 s; not a byte gets through, and nothing says so."""
    BOUNCE = "bounce"
    """The platform's server restarts: the stream breaks off."""
    REFUSED = "refused"
    """开播连不上: nobody lets the first connect in; played before going live."""
    ROOM_CLOSED = "room_closed"
    """A hole that outlasts the platform's clock: it may have closed the room."""

    # -- OBS -----------------------------------------------------------------------------------
    OBS_KILLED = "obs_killed"
    """OBS 崩溃: stream and recording end with it."""
    OBS_HANGS = "obs_hangs"
    """OBS 没反应: it answers nothing and sends nothing."""
    RESET = "reset"
    """The connection to OBS is cut; OBS goes on."""
    HALF_OPEN = "half_open"
    """The connection to OBS falls silent without an end; OBS goes on."""
    FLOOD = "flood"
    """OBS tells more than anybody can hear."""
    PROXY = "proxy"
    """A proxy is set on the computer, and the connection to OBS is made anew."""
    PASSWORD = "password"
    """OBS's password is another one all of a sudden."""
    COLLECTION = "collection"
    """Somebody chooses another scene collection in OBS."""
    INPUT_DELETED = "input_deleted"
    """Somebody deletes something of ours in OBS."""

    # -- picture and sound ---------------------------------------------------------------------
    BLACK = "black"
    """画面黑了: as if the lens cap were on; opening the camera again does not help."""
    FROZEN = "frozen"
    """画面不动了: the camera hangs on its last picture until it is opened again."""
    SILENT = "silent"
    """没声音了: the microphone's cable is out."""
    CLIPPING = "clipping"
    """爆音: the sound is far too loud."""

    # -- the computer --------------------------------------------------------------------------
    SLOW = "slow"
    """电脑忙不过来: pictures are drawn too late or not at all, and viewers see it stutter. In a
    trial an old computer, for which 540 lines are enough."""

    # -- the program itself --------------------------------------------------------------------
    APP_KILLED = "app_killed"
    """程序突然没了: as by ``kill -9``. The practice stage goes with it, OBS does not."""


NETWORK = (
    Fault.HOLE,
    Fault.WEAK,
    Fault.DOWN,
    Fault.BOUNCE,
    Fault.REFUSED,
    Fault.ROOM_CLOSED,
)
OBS = (
    Fault.OBS_KILLED,
    Fault.OBS_HANGS,
    Fault.RESET,
    Fault.HALF_OPEN,
    Fault.FLOOD,
    Fault.PROXY,
    Fault.PASSWORD,
    Fault.COLLECTION,
    Fault.INPUT_DELETED,
)
PROGRAMME = (Fault.BLACK, Fault.FROZEN, Fault.SILENT, Fault.CLIPPING)
COMPUTER = (Fault.SLOW, Fault.APP_KILLED)

PRACTISED = (*NETWORK, *OBS, *PROGRAMME, *COMPUTER)
"""What the practice stage can play in a broadcast, in the order a trainer reads it."""
SHORT_HOLE_SECONDS, HOLE_SECONDS = 6.0, 30.0
LASTS = {
    Fault.WEAK: 30.0,
    Fault.HOLE: SHORT_HOLE_SECONDS,
    Fault.DOWN: HOLE_SECONDS,
    Fault.BOUNCE: 3.0,
    Fault.REFUSED: 25.0,
    Fault.ROOM_CLOSED: 90.0,
    Fault.OBS_KILLED: 30.0,
    Fault.OBS_HANGS: 20.0,
    Fault.RESET: 0.5,
    Fault.HALF_OPEN: 12.0,
    Fault.FLOOD: 5.0,
    Fault.PROXY: 0.5,
    Fault.PASSWORD: 20.0,
    Fault.COLLECTION: 1.0,
    Fault.INPUT_DELETED: 0.5,
    Fault.BLACK: 15.0,
    Fault.FROZEN: 20.0,
    Fault.SILENT: 20.0,
    Fault.CLIPPING: 12.0,
    Fault.SLOW: 30.0,
}
"""Seconds a fault lasts where nobody names a time: long enough to be noticed and told.

The program's own end is missing: it lasts until somebody opens the program again."""
