"""Where an order noted by hand comes from, and whether a platform's file will tell of it.

What no file will tell of (电话, 微信群) is the workshop's own: it is handed over at its counter
(`inventory.counter.phone`), and until then its goods are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

FILES = {
    "抖店": ("抖音", "抖店"),
    "快手小店": ("快手",),
    "微信小店": ("视频号", "微信小店"),
    "拼多多": ("拼多多",),
    "淘宝": ("淘宝", "天猫"),
}
"""How the floor names the channels of which a platform's file tells: they begin so."""


def is_of(platform: str, channel: str) -> bool:
    """Whether that platform's file tells of the orders of a channel."""
    return channel.strip().startswith(FILES.get(platform, (platform.strip(),)))


def has_file(channel: str, own_platforms: Iterable[str] = ()) -> bool:
    """Whether any platform's file tells of the orders of a channel.

    ``own_platforms``: those of the workshop's own templates (`orders.templates.own_platforms`).
    """
    return any(is_of(platform, channel) for platform in (*FILES, *own_platforms))
