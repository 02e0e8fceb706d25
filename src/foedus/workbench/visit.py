"""One visit to the workbench, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from foedus.door import Asking
from foedus.workbench.desk import Desk, Dossier
from foedus.workbench.guard import Key
from foedus.workbench.state import State

__all__ = ["Away", "File", "Page", "Upload", "Visit"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as given (untrusted) and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Page:
    """What a visit is answered with.

    template   the template under `templates/` that shows it
    title      what the page is about, for its heading and the window
    data       the page as data: what its JSON twin prints; only plain values
    view       what the template is given besides: `data` is there too
    """

    template: str
    title: str
    data: Mapping[str, Any]
    view: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep instead of a page: its name, its media type and its bytes."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Away:
    """A visit that was a deed, done: go on to this address of ours."""

    to: str


@dataclass(frozen=True)
class Visit:
    """A request, read: who asks what, where.

    path     the values in the address, by name
    query    key and value of the whole query, in order
    form     what was filled in, by name; for GET it is empty
    files    what was sent along, by name
    """

    desk: Desk
    key: Key
    at: str
    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    deed: bool = False

    @cached_property
    def state(self) -> State:
        """The state in the address. Raises `NotUnderstood`."""
        return State.read(self.query)

    @cached_property
    def dossier(self) -> Dossier:
        """The case or matter in the address. Raises `NotUnderstood` where there is none."""
        return self.desk.dossier(self.path["case"])

    @cached_property
    def asking(self) -> Asking:
        """The question that the state in the address puts to the case in the address."""
        return self.dossier.asking(self.around)

    @property
    def stance(self) -> str:
        """The stance that a page about one answer tells of: the last in its address, or the text."""
        return self.state.stance[-1] if self.state.stance else "text"

    @cached_property
    def around(self) -> State:
        """The state for pages about the whole table: on a page about one answer, the last stance names it and is no column."""
        return self.state.but(stance=self.state.stance[:-1]) if "question" in self.path else self.state

    @cached_property
    def _around(self) -> str:
        """The query of most links of a page, which has many."""
        return self.around.query()

    @property
    def settled(self) -> Away | None:
        """This page with dates and versions in its address, where they are missing: a link must give the same answer again."""
        said = self.state
        if "case" not in self.path or (said.as_of and (said.known_to or said.then) and said.record and said.law):
            return None
        terms, zone = self.asking.terms, self.asking.record.zone
        state = self.state.but(
            as_of=terms.as_of.text(zone),
            known_to="" if said.then else terms.known_to.text(zone),
            record=self.state.record or self.dossier.version,
            law=self.state.law or self.dossier.law_version,
        )
        return Away(f"{quote(self.at)}?{state.query(**self.others)}")

    @property
    def undated(self) -> Away | None:
        """This page without dates and versions in its address, where there are some: it tells of the record as it is now."""
        state = self.state.but(as_of="", known_to="", then=False, record="", law="")
        if state == self.state:
            return None
        query = state.query(**self.others)
        return Away(quote(self.at) + (f"?{query}" if query else ""))

    @property
    def others(self) -> dict[str, str]:
        """What the query holds besides the state: keys of the page's own; several values of one are joined by commas."""
        out: dict[str, list[str]] = {}
        for key, value in self.query:
            if key.replace("-", "_") not in State.__slots__:
                out.setdefault(key, []).append(value)
        return {key: ",".join(values) for key, values in out.items()}

    def one(self, name: str, default: str = "") -> str:
        """The last value of a key of the page's own."""
        return next((value for key, value in reversed(self.query) if key == name), default)

    def link(self, *parts: str, state: State | None = None, **more: str) -> str:
        """The address of a page of this case, with this state or another, and further keys."""
        where = "/".join(quote(p, safe="") for p in ("case", self.path["case"], *parts))
        query = self._around if state is None and not more else (self.around if state is None else state).query(**more)
        return f"/{where}" + (f"?{query}" if query else "")
