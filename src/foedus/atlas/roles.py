"""What a state can be on a map, and how each role looks: a fill, a pattern and a line, so that no role hangs on colour."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ROLES", "Look", "Place"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a role is drawn: fill colour, pattern over it, its ink, outline (colour, width, dashes), and words for the key."""

    words: str
    fill: str
    pattern: str = ""
    ink: str = "#12355b"
    outline: tuple[str, float, str] = ("", 0.0, "")


ROLES: dict[str, Look] = {
    "attacker": Look("said to attack", "#8c6d73", "cross", "#3b0d14", ("#3b0d14", 1.6, "")),
    "requester": Look("asks for help", "#e8833a", "", "#7a2e00", ("#7a2e00", 2.2, "")),
    "host": Look("hosts the forces", "#f6dd8b", "upright", "#7a5c00"),
    "contributor": Look("contributes", "#7fb2d9", "slant", "#12355b"),
    "suspended": Look("membership suspended", "#f1f5f9", "dots", "#12355b", ("#12355b", 1.1, "3 2")),
    "unsettled": Look("membership unsettled", "#e3ecf4", "sparse", "#12355b", ("#12355b", 1.1, "1.5 2.5")),
    "member": Look("member", "#bcd5ea", "", "#12355b", ("#12355b", 0.9, "")),
    "observer": Look("observer", "#f2efe6", "rings", "#4a4a4a"),
}
"""Role → look, the strongest first: a state with several roles has the fill of the first, and the patterns and lines of all."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a state is on the map: roles out of `ROLES`, words about it for the table, and a name of the caller's own."""

    roles: tuple[str, ...]
    words: str = ""
    name: str = ""
