"""What is secret in a camera's address, and the address without it.

Secret are the user's name and password before the ``@``, and the value of every parameter, in the
query or in the path, whose name says that it is one: ``user``, ``pwd``, ``token`` and their like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HIDDEN = "***"
"""Stands where the value of a secret parameter stood."""

_SECRET_NAME = (
    r"[\w.-]{0,30}?(?:user|usr|login|account|pass|pwd|psw|token|key|auth|secret|sign|ticket"
    r"|session|credential)[\w.-]{0,30}|u|p|un|pw|pas|sid"
)
"""One too many costs nothing: its value is put back where the camera is opened."""
_PARAMETER = re.compile(
    rf"(?<=[/?&;,_#])(?=[\w.-]{{1,80}}=)({_SECRET_NAME})=(.*?)(?=[&;]|_(?:user|password|channel|stream)=|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""``?`` and ``/`` may be part of a password. One maker's cameras part parameters by underscores:
``user=admin_password=x_channel=1_stream=0.sdp``."""

_LOGIN = re.compile(
    r"[^/?#]*@|[^/?#:]*:(?:[^?#]*@|(?!\d{1,5}(?:[/?#]|\Z)).*@)",
    re.DOTALL,
)
"""Behind a scheme: before the host, also where a slash is part of the password. An ``@`` in a query
(``owner=me@home``) is none."""
_ANY_LOGIN = re.compile(r".*[^/\\@\s]+[:：][^/\\@\s]+@", re.DOTALL)
"""Without one, wherever ``user:password@`` stands; a film may have an ``@`` in its name."""


@dataclass(frozen=True, slots=True)
class Parted:
    """An address and what was secret in it."""

    bare: str
    """`HIDDEN` for the value of each of `parameters`."""
    login: str = ""
    """``user:password``, as it stood before the ``@``."""
    parameters: Mapping[str, str] = field(default_factory=dict)


def parted(address: str) -> Parted:
    """``address`` without its secrets, and those; all else (a film, ``camera:0``) is as it was."""
    scheme, found, rest = address.partition("://")
    if not found:
        return Parted(address)
    place, slash, path = rest.partition("/")
    login, _, host = place.rpartition("@")
    rest, parameters = _taken_out(f"{host}{slash}{path}")
    return Parted(f"{scheme}://{rest}", login, parameters)


def filled(address: str, value: Callable[[str], str]) -> str:
    """``address`` with ``value(NAME)`` for each value that is `HIDDEN` in it."""

    def put_in(found: re.Match[str]) -> str:
        return f"{found[1]}={value(found[1])}" if found[2] == HIDDEN else found[0]

    return _PARAMETER.sub(put_in, address)


def without_parameters(address: str) -> str:
    """``address`` with `HIDDEN` for the value of each secret parameter."""
    return _taken_out(address)[0]


def has_secret(text: str) -> bool:
    """Whether a secret stands in ``text``, be it an address or one that was written badly."""
    scheme, found, rest = text.partition("://")
    login = _LOGIN if found else _ANY_LOGIN
    return bool(login.match(rest or scheme)) or bool(_taken_out(f"/{text}")[1])


def _taken_out(text: str) -> tuple[str, dict[str, str]]:
    parameters: dict[str, str] = {}

    def take(found: re.Match[str]) -> str:
        name, value = found.groups()
        if value in ("", HIDDEN):  # cameras without a password are asked with an empty one
            return found[0]
        parameters[name] = value
        return f"{name}={HIDDEN}"

    return _PARAMETER.sub(take, text), parameters
