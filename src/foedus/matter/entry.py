"""What a log is made of: an act that was recorded, or an act that was undone.

An entry says what happened, not what is to be done; where a matter stands is folded from all of
them. It becomes one line of JSON, with its keys in a fixed order, so that its bytes can be counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["ActRecorded", "ActUndone", "Entry", "entry_of"]

KEEPER = "the log"
"""Who speaks in an act that nobody is named for: whoever keeps the log."""


@dataclass(frozen=True, slots=True)
class ActRecorded:
    """Somebody did something, or something happened.

    number    its place in the log, from 1
    recorded  when it was entered (RFC 3339); who: by whom
    says      the fact, in a sentence with braces, as the regime's vocabulary has it
    by        the actor, whose word it is; the keeper of the log where nobody is named
    at        when it happened, as it was written
    new       the dated individuals it brings into the matter, with their types
    against   what the rules said against it when it was recorded all the same
    voided    whether it counts for nothing, because of that (a second ballot)
    """

    number: int
    recorded: str
    who: str
    says: str
    by: str
    at: str
    source: str = ""
    new: Mapping[str, str] = field(default_factory=dict)
    against: tuple[str, ...] = ()
    voided: bool = False
    step: str = ""

    def plain(self) -> dict[str, Any]:
        """Plain data; empty fields are left out."""
        out: dict[str, Any] = {"kind": "act", **_plain(self)}
        return {**out, **({"against": list(self.against)} if self.against else {})}


@dataclass(frozen=True, slots=True)
class ActUndone:
    """An earlier act was taken back. It stays in the log, and so does why."""

    number: int
    recorded: str
    who: str
    undoes: int
    why: str

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {"kind": "undo", **_plain(self)}


Entry = ActRecorded | ActUndone


def _plain(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in type(entry).__dataclass_fields__}
    return {name: value for name, value in values.items() if value}


def body_of(entry: Entry) -> bytes:
    """The bytes that a line carries and a checksum covers."""
    return json.dumps(entry.plain(), ensure_ascii=False, separators=(",", ":")).encode()


_KINDS: Mapping[str, type[ActRecorded] | type[ActUndone]] = {"act": ActRecorded, "undo": ActUndone}
_NUMBERS, _FLAGS = ("number", "undoes"), ("voided",)


def entry_of(body: bytes) -> Entry:
    """The entry that these bytes say. Raises ValueError for what is none."""
    data = json.loads(body)
    kind = _KINDS.get(data.pop("kind", "")) if isinstance(data, dict) else None
    if kind is None or not all(name in kind.__dataclass_fields__ and _typed(name, v) for name, v in data.items()):
        raise ValueError("no entry of a log")
    if "against" in data:
        data["against"] = tuple(data["against"])
    try:
        return kind(**data)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _typed(name: str, value: Any) -> bool:
    """Whether a field holds what its name promises."""
    if name in _NUMBERS:
        return isinstance(value, int)
    if name in _FLAGS:
        return isinstance(value, bool)
    if name == "new":
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if name == "against":
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return isinstance(value, str)
