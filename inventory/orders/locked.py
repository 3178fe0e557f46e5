"""Workbooks behind a password: opened in memory, never written out open."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from inventory.orders.sheets import OLE, ZIP
from studio.runtime.errors import Unlogged, UserFacingError

if TYPE_CHECKING:
    from msoffcrypto.format.base import BaseOfficeFile

WRITE_PROTECTED = "VelvetSweatshop"
"""The password Excel itself puts on a workbook that is only to be read ([MS-OFFCRYPTO] 2.4.2.3)."""
MAX_SPIN = 2_000_000
"""Rounds of the password's hash; Excel writes 100,000, more would keep a computer busy."""


def opened(data: bytes, file: str, password: str) -> bytes:
    """The workbook within an old-style container; as it is where it has no password.

    Raises orders_file_needs_password, orders_file_wrong_password, orders_file_damaged.
    """
    # It brings OpenSSL along: a command that opens no such file should not wait for that.
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not office.is_encrypted():
            return data
        if _spin(office) > MAX_SPIN:
            raise UserFacingError("orders_file_damaged", file=Unlogged(file))
        for each in (WRITE_PROTECTED, password):
            if each and (plain := _tried(office, each)) is not None:
                return plain
    except UserFacingError:
        raise
    # The library lets whatever a broken container makes its parts raise come through.
    except Exception as error:
        raise UserFacingError("orders_file_damaged", file=Unlogged(file)) from error
    code = "orders_file_wrong_password" if password else "orders_file_needs_password"
    raise UserFacingError(code, file=Unlogged(file))


def _tried(office: BaseOfficeFile, password: str) -> bytes | None:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    plain = io.BytesIO()
    try:
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError):
        return None
    unpacked = plain.getvalue()
    # An older scheme cannot tell a wrong password: what comes out is then no workbook.
    return unpacked if unpacked.startswith((ZIP, OLE)) else None


def _spin(office: BaseOfficeFile) -> int:
    info = getattr(office, "info", None)
    return int(info.get("spinValue", 0)) if isinstance(info, dict) else 0
