"""Names of zones as wires and people write them, with the offset each had on a day.

The offsets follow the IANA time zone database. A name that several zones of the world go by is refused.
"""

from __future__ import annotations

from datetime import date

from foedus.record.time import Unreadable, Zone

__all__ = ["is_zone", "zone_on"]

_OFFSETS = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "wet": "+00:00", "west": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "eet": "+02:00", "eest": "+03:00", "trt": "+03:00", "msd": "+04:00", "irst": "+03:30", "samt": "+04:00", "azt": "+04:00",
    "get": "+04:00", "aft": "+04:30", "yekt": "+05:00", "uzt": "+05:00", "tjt": "+05:00", "tmt": "+05:00", "aqtt": "+05:00",
    "pkt": "+05:00", "kgt": "+06:00", "omst": "+06:00", "novt": "+07:00", "krat": "+07:00", "irkt": "+08:00", "hkt": "+08:00",
    "jst": "+09:00", "kst": "+09:00", "yakt": "+09:00", "vlat": "+10:00", "aest": "+10:00", "aedt": "+11:00", "est": "-05:00",
    "edt": "-04:00", "cdt": "-05:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
_CHANGED = {
    "msk": (("2014-10-26", "+03:00"), ("2011-03-27", "+04:00"), ("", "+03:00")),
    "almt": (("2024-03-01", "+05:00"), ("", "+06:00")),
}
"""Zones whose clocks were set anew for good: from that day on, the latest first."""
_SEVERAL = {
    "amt": ("+04:00", "-04:00"), "ast": ("+03:00", "-04:00"), "bst": ("+01:00", "+06:00"), "cst": ("-06:00", "+08:00"),
    "gst": ("+04:00", "-02:00"), "ist": ("+05:30", "+02:00"), "mst": ("-07:00", "+08:00"),
}  # fmt: skip


def is_zone(name: str) -> bool:
    """Whether a word is the name of a zone, of one or of several."""
    return name.casefold() in {*_OFFSETS, *_CHANGED, *_SEVERAL}


def zone_on(name: str, day: date) -> Zone:
    """The zone that a name, an offset or a place of the zone table means on a day. Raises `Unreadable`."""
    key = name.casefold()
    if key in _SEVERAL:
        ways = " or ".join(_SEVERAL[key])
        raise Unreadable(f"several zones are called “{name}”: {ways}", f"write the offset: UTC{_SEVERAL[key][0]}")
    if key in _CHANGED:
        return Zone.parse(next(offset for since, offset in _CHANGED[key] if day.isoformat() >= since))
    return Zone.parse(_OFFSETS.get(key, name))
