"""Which reading a rule means by a name, and by which name people mean a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.text.chapter import Chapter
from foedus.text.law import Reading

__all__ = ["name_groups", "resolve_reading"]


def resolve_reading(readings: Sequence[Reading], name: str, provision: str) -> Reading | None:
    """The nearest reading of that name: same provision, same instrument, or the only one there is."""
    named = [r for r in readings if r.name == name]
    base, instrument = provision.partition("@")[0], provision.partition(":")[0]
    for near in (
        [r for r in named if r.provision == provision],
        [r for r in named if r.provision.partition("@")[0] == base],
        [r for r in named if r.provision.partition(":")[0] == instrument],
        named,
    ):
        if len({r.group for r in near}) == 1:
            return near[0]
    return None


def name_groups(chapter: Chapter) -> None:
    """Give every group of rival readings the shortest name that is its own."""
    origin = [r.group or f"{r.provision}/{r.name}" for r in chapter.readings]
    homes: dict[str, dict[str, str]] = {}
    for reading, key in zip(chapter.readings, origin, strict=True):
        homes.setdefault(reading.name, {})[key] = key.rpartition("/")[0]
    chapter.readings[:] = [
        replace(r, group=r.name + _tail(homes[r.name], key)) for r, key in zip(chapter.readings, origin, strict=True)
    ]


def _tail(rivals: dict[str, str], key: str) -> str:
    """Nothing where the name is its own; else the provision, with its wording where that is needed."""
    if len(rivals) == 1:
        return ""
    home = rivals[key]
    base = home.partition("@")[0]
    bases = [p.partition("@")[0] for p in rivals.values()]
    return f" ({base})" if bases.count(base) == 1 else f" ({home})"
