"""What is done about a stream that does not get through, or not all of it.

OBS tries again by itself, but with pauses that grow to a minute, and one try on a dead line holds
it up for longer still; a platform closes the room meanwhile. So OBS is taken off the line, the
ingest is knocked at, and the stream started as soon as somebody answers. Pure: no clock, no
threads; figures in `studio.health.policy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.health import policy
from studio.health.uplink import UplinkReading, UplinkState

Stream = Literal["off", "starting", "on", "reconnecting"]
Why = Literal["down", "step_down", "step_up"]

SLACK = policy.SAMPLE_SLACK_SECONDS


@dataclass(frozen=True, slots=True)
class Restart:
    """Stop the stream and start it again."""

    kbps: int
    """Rate of the picture from then on."""
    why: Why


@dataclass(frozen=True, slots=True)
class Care:
    """What one sample came to."""

    uplink: UplinkState = "good"
    """How the network is, by the bytes and by the knocks together."""
    cover: bool = False
    """Viewers are to see the be-right-back picture when the stream comes back to them."""
    hold: bool = False
    """Stop the stream now; OBS's own tries would be in the way when the network comes back."""
    probe: bool = False
    """Knock at the ingest now, and tell `UplinkCare.probed`."""
    restart: Restart | None = None
    followed_kbps: int | None = None
    """Told once while it is weak: the picture's rate, where all that is sent gets through."""
    room_closes_in_s: float | None = None
    """Until the platform closes the room; 0: it may have closed it. None: no clock runs."""
    ask_to_look: bool = False
    """The clock ran out: nothing is restarted before a person has looked at the platform. Also
    beside a stream that was back before anybody could ask: it says nothing about the room."""


class UplinkCare:
    """Samples and knocks in, what to do out; ``at`` is always the monotonic clock's seconds."""

    def __init__(self, kbps: int, room_closes_after_s: float | None = None) -> None:
        """``kbps``: what the settings ask for, never exceeded."""
        self.kbps = kbps
        """Rate the stream is sent at, or will be at its next start."""
        self._most_kbps = kbps
        self._room_closes_after_s = room_closes_after_s
        self._restarted_at: float | None = None
        self._stepped_at: float | None = None
        self._before_step: tuple[int, float | None, float | None] = kbps, None, None
        """Rate, and instants of the step and of the restart before it."""
        self._step_up_after = policy.STEP_UP_AFTER_SECONDS
        self._proving = False
        """The latest step went up, and it is not yet known whether the line carries it."""
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._at = 0.0
        self._held = False
        self._stream: Stream = "off"
        self._was_on = False
        self._byte_at: float | None = None
        """When a byte last left, whatever has kept the stream away since; None: none ever did."""
        self._out_since: float | None = None
        self._starting_since: float | None = None
        self._weak_since: float | None = None
        self._good_since: float | None = None
        self._seen: UplinkState = "good"
        self._was_weak = False
        """While bytes last flowed: a line that dies seems congested for some seconds, too."""
        self._struggled_at: float | None = None
        self._congested_at: float | None = None
        self._has_followed = False
        self._failed = False
        self._probing = False
        self._probed_at: float | None = None
        self.looked_at = False
        """A person has looked at the platform: in this outage it may be restarted again."""
        self._asks = self._covers = False
        self._refusals = 0
        self.refused = False
        """Nobody was let in, again and again: nothing is tried before `try_again`."""
        self.answered = False
        """Whether the ingest answered the latest knock of this outage."""

    def sample(self, at: float, reading: UplinkReading, stream: Stream, active: bool) -> Care:
        """Take one sample, about one a second; ``active``: a stream is wanted."""
        if not active:
            self._begin_anew()
            return Care()
        self._at, self._stream = at, stream
        self._starting_since = _since(self._starting_since, at, stream == "starting")
        self._mind_outage(at, reading, stream)
        lives = self._lives()
        if lives:
            self._covers = False
        elif stream != "on" or not reading.stood_still:  # else it may be back: known in a second
            self._covers = self._was_on and self._is_deep(at)
            self._asks = self.waits_for_person(at)
        self._seen = "weak" if reading.state == "down" and lives else reading.state
        if reading.silent_s <= 0:
            self._was_weak = self._seen == "weak"
        self._mind_rate(at, reading)
        if lives:
            return Care(
                self._seen,
                restart=self._step(at),
                probe=self._probe_is_due(at),
                followed_kbps=self._followed(at, reading.kbps),
                ask_to_look=self._asks,
            )
        return Care(
            self._seen,
            cover=self._covers,
            hold=self._holds_now(at),
            probe=self._probe_is_due(at),
            room_closes_in_s=self._room_left(at),
            ask_to_look=self._asks,
        )

    def probed(self, at: float, asked_at: float, answers: bool) -> Restart | None:
        """A knock asked for at ``asked_at`` came to an end; what is to be done now."""
        self._probing = False
        self.answered = answers
        self._failed = self._failed or not answers
        if self._lives():
            return None  # the stream only stands in a queue, or is being changed over
        if not answers or self._out_since is None or self._may_heal(asked_at):
            return None
        if (
            self.refused
            or self._stream_may_come(at)
            or self._cooling(at)
            or self.waits_for_person(at)
        ):
            return None
        self._restarted_at, self._held = at, False
        return Restart(self.kbps, "down")

    def not_stepped(self) -> None:
        """The latest step could not be taken: the stream goes on at the rate it had."""
        self.kbps, self._stepped_at, self._restarted_at = self._before_step
        self._proving = False

    def keeps_rate(self, kbps: int) -> None:
        """It was stopped for another rate, and goes on at this one: no sooner than any other step
        is the next one tried."""
        self.kbps, self._proving = kbps, False

    def broke_off(self, at: float) -> Care:
        """OBS has just admitted it, between two samples: only `hold` and `probe` count.

        A try of OBS's begins 2 s later, and once it knocks at a dead line nothing stops it.
        """
        self._at, self._stream = at, "reconnecting"
        if self._out_since is None and not self._cooling(at):
            self._out_since = self._away_since(at)
        return Care(hold=self._holds_now(at), probe=self._probe_is_due(at))

    def given_up(self) -> bool:
        """The tries to connect are used up; True: from now on it waits for `try_again`.

        One the platform did not answer is the network's, and is knocked at for ever.
        """
        if not self.answered or self.refused:
            return False
        if not _passed(self._stepped_at, self._at, policy.STEP_APART_SECONDS):
            return False  # the key was good: the platform still has the old connection
        self._refusals += 1
        self.refused = self._held = self._refusals >= policy.REFUSED_ROUNDS
        return self.refused

    def try_again(self) -> Restart:
        """A person asked for it, perhaps with another key: they have looked at the platform."""
        self._refusals, self.refused, self._held = 0, False, False
        self.looked(asked=True)
        self._restarted_at = self._at
        return Restart(self.kbps, "down")

    def looked(self, *, asked: bool) -> None:
        """A person has looked at the platform; ``asked``: because of this outage, not of one that
        is over."""
        self._asks = False
        self.looked_at = self.looked_at or asked

    def came_on(self, at: float) -> None:
        """OBS has the platform's connection: its room is open from now on, also where no sample
        sees a byte before the stream is lost."""
        if self._byte_at is None:
            self.was_on_until(at)

    def was_on_until(self, at: float) -> None:
        """The broadcast's stream ran until then, perhaps in an earlier run of the program."""
        self._was_on, self._byte_at = True, at

    def begins(self, shift: float) -> None:
        """The first sample is taken: what was dated before it moves onto the samples' clock."""
        if self._byte_at is not None:
            self._byte_at += shift
        if self._out_since is not None:
            self._out_since += shift

    def waits_for_person(self, at: float) -> bool:
        """The platform may have closed the room, and nobody has looked yet; also between samples,
        where nobody can take any."""
        return self._room_left(at) == 0 and not self.looked_at

    # -- nothing gets through ----------------------------------------------------------------

    def _mind_outage(self, at: float, reading: UplinkReading, stream: Stream) -> None:
        flows = stream == "on" and reading.silent_s <= 0 and reading.state != "down"
        late = reading.stood_still and self.waits_for_person(at)
        if flows and not reading.stood_still:
            if self._out_since is not None and self.waits_for_person(at):
                self._asks = not self._asks  # who was asked knows; else nobody has looked yet
            self._was_on, self._byte_at = True, at
            self._out_since = self._probed_at = None
            self.looked_at = self._held = self.answered = self._failed = False
            self._refusals, self.refused = 0, False
        elif self._out_since is None and (reading.state == "down" or stream != "on" or late):
            self._out_since = self._away_since(at - reading.silent_s)
            self._asks = self._asks and not late

    def _away_since(self, seen: float) -> float:
        """What was ``seen`` to be out since then; where the room may be closed, longer than that:
        nobody could look while OBS or the program was away. A stream that stands may be back."""
        stands = self._stream == "on"
        if self._byte_at is not None and not stands and self.waits_for_person(self._at):
            return self._byte_at
        return seen

    def _lives(self) -> bool:
        """Bytes flow, or stand still while somebody answers: a buffer that empties in gulps, or the
        old connection on its way out after a step. None does for as long as a room is kept."""
        if self._out_since is None:
            return True
        if self.waits_for_person(self._at):
            return False
        known = self.answered or self._was_weak
        stands = self._stream == "on" or self._is_stepping(self._at)
        return stands and known and not self._failed

    def _may_heal(self, at: float) -> bool:
        """A connection that stands may yet come to life; one that broke is taken over at once."""
        if self._stream == "reconnecting":
            return False
        heals = policy.HOLE_HEALS_SECONDS if self._stream == "on" else policy.COVER_SECONDS
        return self._out_for(at) < heals - SLACK

    def _is_deep(self, at: float) -> bool:
        """Worth a change of scene."""
        return not self._may_heal(at) and self._out_for(at) >= policy.COVER_SECONDS - SLACK

    def _holds_now(self, at: float) -> bool:
        reconnects = self._stream == "reconnecting" and self._out_since is not None
        if self._held or not reconnects or self._cooling(at):
            return False
        self._held = True
        return True

    def _probe_is_due(self, at: float) -> bool:
        early = self._stream == "on" and self._out_for(at) >= policy.DOWN_SECONDS - SLACK
        if self._probing or self._out_since is None or (self._may_heal(at) and not early):
            return False
        waits = self._cooling(at) and not self._is_stepping(at)
        if self.refused or waits or self.waits_for_person(at):
            return False
        if not _passed(self._probed_at, at, policy.PROBE_SECONDS - SLACK):
            return False
        self._probing, self._probed_at = True, at
        return True

    def _stream_may_come(self, at: float) -> bool:
        """It is connecting by itself, and has not been for too long."""
        return self._starting_since is not None and not _passed(
            self._starting_since, at, policy.STARTING_PATIENCE_SECONDS
        )

    def _is_stepping(self, at: float) -> bool:
        """The stream is being changed over to another rate, and may take that long to stand."""
        return not _passed(self._stepped_at, at, policy.STEP_TAKES_SECONDS)

    def _cooling(self, at: float) -> bool:
        return not _passed(self._restarted_at, at, policy.COOLDOWN_SECONDS)

    def _room_left(self, at: float) -> float | None:
        # A room that never had a stream is not closed for want of one.
        if self._room_closes_after_s is None or self._byte_at is None:
            return None
        return max(0.0, self._room_closes_after_s - (at - self._byte_at))

    def _out_for(self, at: float) -> float:
        return 0.0 if self._out_since is None else at - self._out_since

    # -- not all of it gets through ------------------------------------------------------------

    def _mind_rate(self, at: float, reading: UplinkReading) -> None:
        on = self._stream == "on"
        self._weak_since = _since(self._weak_since, at, on and self._seen == "weak")
        self._good_since = _since(self._good_since, at, on and self._seen == "good")
        if reading.dropping or reading.silent_s > 0:
            self._struggled_at = at
        if reading.congested:
            self._congested_at = at

    def _step(self, at: float) -> Restart | None:
        if not _passed(self._stepped_at, at, policy.STEP_APART_SECONDS) or self._cooling(at):
            return None
        if self._struggles(at) and self._stays_weak(at):
            lower = [rung for rung in policy.RUNGS_KBPS if rung < self.kbps]
            return self._step_to(at, max(lower, default=self.kbps), "step_down")
        self._mind_proof(at)
        if _lasted(self._good_since, at, self._step_up_after):
            higher = [rung for rung in policy.RUNGS_KBPS if rung > self.kbps]
            most = min(min(higher, default=self._most_kbps), self._most_kbps)
            return self._step_to(at, most, "step_up")
        return None

    def _struggles(self, at: float) -> bool:
        return not _passed(self._struggled_at, at, policy.STRUGGLE_SECONDS)

    def _stays_weak(self, at: float) -> bool:
        return _lasted(self._weak_since, at, policy.STEP_DOWN_AFTER_SECONDS)

    def _followed(self, at: float, kbps: int) -> int | None:
        """A picture that is small by itself, without any congestion, follows nothing."""
        if self._weak_since is None:
            self._has_followed = False
        thin = not _passed(self._congested_at, at, policy.STEP_DOWN_AFTER_SECONDS)
        if self._has_followed or not thin or self._struggles(at) or not self._stays_weak(at):
            return None
        self._has_followed = True
        return min(self.kbps, max(min(policy.RUNGS_KBPS), kbps - policy.AUDIO_KBPS))

    def _mind_proof(self, at: float) -> None:
        """A step up that held is forgotten; one that did not makes the next wait longer."""
        if self._proving and _lasted(self._good_since, at, policy.STEP_UP_AFTER_SECONDS):
            self._proving, self._step_up_after = False, policy.STEP_UP_AFTER_SECONDS

    def _step_to(self, at: float, kbps: int, why: Why) -> Restart | None:
        if kbps == self.kbps:
            return None
        if self._proving and why == "step_down":
            longest = policy.STEP_UP_LONGEST_SECONDS
            self._step_up_after = min(2 * self._step_up_after, longest)
        self._proving = why == "step_up"
        self._before_step = self.kbps, self._stepped_at, self._restarted_at
        self.kbps, self._stepped_at, self._restarted_at = kbps, at, at
        self._weak_since = self._good_since = None
        return Restart(kbps, why)


def _since(since: float | None, at: float, holds: bool) -> float | None:
    """When a condition began to hold without a break; None while it does not."""
    if not holds:
        return None
    return at if since is None else since


def _lasted(since: float | None, at: float, seconds: float) -> bool:
    return since is not None and at - since >= seconds


def _passed(since: float | None, at: float, seconds: float) -> bool:
    """That much time has gone by since then; what never was is long past."""
    return since is None or at - since >= seconds
