"""Logging: one rotated file in the data folder, with secrets struck out before writing."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import re
import threading
from pathlib import Path

from studio.runtime.camera_address import without_parameters
from studio.runtime.plain import harmless

FILE_BYTES = 2_000_000
FILES_KEPT = 5
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

_secrets: set[str] = set()
_lock = threading.Lock()
_PHONE = re.compile(r"(?<!\w)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\w)", re.ASCII)
"""A mobile telephone of this country, alone: no part of an instant or of an id."""
_USER = re.compile(r"((?:rtmp|ws|rtsp|http)s?://)[^\s'\"]*@")
_ADDRESS = re.compile(r"(?:rtsp|http)s?://[^\s'\"]+")
_KEY = re.compile(r"((?:rtmp|ws)s?://[^\s/?#'\"]++(?:/[^\s/?#'\"]++)?+/?+)[^\s'\"]+")
"""What stands behind host and application."""


def never_log(secret: str) -> None:
    """Strike ``secret`` (a stream key, a password) out of every later log line. Any thread."""
    if len(secret) >= 4:  # shorter strings would strike out ordinary words
        with _lock:
            _secrets.add(secret)


def strike_out(text: str) -> str:
    """``text`` without what must not be written: known secrets, keys in streaming addresses,
    logins of cameras, and telephones, which people type wherever a number is asked for."""
    with _lock:
        known = sorted(_secrets, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, "***")
    text = _ADDRESS.sub(lambda found: without_parameters(found[0]), _USER.sub(r"\1***@", text))
    return _PHONE.sub("***", _KEY.sub(r"\1***", text))


class StrikeOutSecrets(logging.Formatter):
    """Formats a record, traceback included, then strikes out what must not be written.

    A name in it does nothing to the terminal of whoever reads the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        return strike_out(harmless(super().format(record)))


class QuietLogFile(logging.handlers.RotatingFileHandler):
    """A log that cannot be written (full disk, folder gone) is no news for the person's screen."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - overrides logging's
        """Drop the line; logging would print a traceback to stderr."""

    def doRollover(self) -> None:  # noqa: N802 - overrides logging's
        """Begin a new file, or go on in this one where it cannot be renamed.

        Windows renames no file another program has open, and a command beside the window has this
        one open. logging moves the older files up before it finds out: each line it then fails to
        write would cost the oldest of them.
        """
        path = Path(self.baseFilename)
        full = path.with_name(path.name + ".full")
        self._let_go()
        try:
            path.replace(full)
        except OSError:
            self.stream = self._open()
            return
        super().doRollover()
        full.replace(path.with_name(path.name + ".1"))

    def _let_go(self) -> None:
        """Not even we may have it open while it is renamed."""
        stream = self.stream
        if stream is not None:  # a line that failed has closed it already
            self.stream = None
            stream.close()

    def close(self) -> None:
        """Also where the last lines find no room."""
        with contextlib.suppress(OSError):
            super().close()


def start_logging(folder: Path, *, to_stderr: bool = False) -> Path:
    """Write the program's log below ``folder``; returns the file. OSError if not writable.

    Called again it moves there: no line is ever written twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gongfu.log"
    formatter = StrikeOutSecrets(FORMAT)
    handlers: list[logging.Handler] = [
        QuietLogFile(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    ]
    if to_stderr:
        handlers.append(logging.StreamHandler())
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one.formatter, StrikeOutSecrets)]:
        root.removeHandler(earlier)
        earlier.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
