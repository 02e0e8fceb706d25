"""What the address bar holds: the dates, choices and versions that an answer hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from foedus.door import NotUnderstood

__all__ = ["State"]

MAX_VALUES = 200
"""How many values a query may hold."""

MAX_LENGTH = 2000
"""How long a value may be, in characters."""


@dataclass(frozen=True, slots=True)
class State:
    """The options of an answer, in the words of the command line.

    as_of, known_to  instants, as written in the address; "" is now
    then             what was known at as_of, whatever known_to says
    law_at           the day whose law is applied to everything; "" is each act's own day
    stance           the columns; none are the usual ones
    reading          options of contested words for the column `text`, by word
    standard         the standard of proof of the column `text`
    suppose, without, restore   sentences taken as proved; parties taken away; claims counted again
    record, law      versions of record and law that the link was made with; "" are the present ones
    """

    as_of: str = ""
    known_to: str = ""
    then: bool = False
    law_at: str = ""
    stance: tuple[str, ...] = ()
    reading: Mapping[str, str] = field(default_factory=dict)
    standard: str = ""
    suppose: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    record: str = ""
    law: str = ""

    ONE = ("as_of", "known_to", "law_at", "standard", "record", "law")
    MANY = ("stance", "suppose", "without", "restore")

    @classmethod
    def read(cls, query: Sequence[tuple[str, str]]) -> State:
        """The state of a query; keys it does not know are left to the page. Raises `NotUnderstood`."""
        if len(query) > MAX_VALUES or any(len(value) > MAX_LENGTH for _, value in query):
            raise NotUnderstood.of(
                "address", f"more than {MAX_VALUES} values, or one longer than {MAX_LENGTH} characters", "shorten the address"
            )
        found: dict[str, Any] = dict.fromkeys(cls.ONE, "") | dict.fromkeys(cls.MANY, ())
        reading: dict[str, str] = {}
        for key, raw in query:
            name, value = key.replace("-", "_"), raw.strip()
            if not value:
                continue
            if name in cls.ONE:
                found[name] = value
            elif name in cls.MANY:
                found[name] = (*found[name], value)
            elif name == "reading":
                reading |= _chosen(value)
            elif name == "then":
                found |= {"then": True}
        if found.get("then"):
            found["known_to"] = ""
        return cls(**found, reading=reading)

    def pairs(self) -> list[tuple[str, str]]:
        """Key and value of everything that is chosen, as they stand in an address."""
        one = [(name, getattr(self, name)) for name in self.ONE]
        many = [(name, value) for name in self.MANY for value in getattr(self, name)]
        chosen = [("reading", f"{word}:{option}") for word, option in sorted(self.reading.items())]
        then = [("then", "1")] if self.then else []
        return [(name.replace("_", "-"), value) for name, value in (*one, *then, *many, *chosen) if value]

    def to_json(self) -> dict[str, Any]:
        """What is chosen, under the keys of an address: a text, or a list for what may be there several times."""
        several = {name.replace("_", "-") for name in (*self.MANY, "reading")}
        out: dict[str, Any] = {}
        for name, value in self.pairs():
            out[name] = [*out.get(name, []), value] if name in several else value
        return out

    def query(self, **more: str) -> str:
        """The state as the query of an address, with further keys of a page."""
        return urlencode([*self.pairs(), *((k.replace("_", "-"), v) for k, v in more.items() if v)])

    def but(self, **changes: Any) -> State:
        """The state with some parts changed."""
        return replace(self, **changes)

    def asking(self) -> dict[str, Any]:
        """The parameters of `foedus.door.Asking` that these choices are."""
        return {
            "as_of": self.as_of or None,
            "known_to": self.known_to or None,
            "then": self.then,
            "law_at": self.law_at or None,
            "stance": self.stance or None,
            "reading": dict(self.reading),
            "standard": self.standard or None,
            "suppose": self.suppose,
            "without": self.without,
            "restore": self.restore,
        }


def _chosen(value: str) -> dict[str, str]:
    word, colon, option = (part.strip() for part in value.partition(":"))
    if not (word and colon and option):
        raise NotUnderstood.of("reading", f"“{value}” chooses nothing", "write word:option, as in attacker:any")
    return {word: option}
