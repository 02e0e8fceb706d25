"""The law: regimes at hand, a regime with its instruments, a provision with its wordings, rules and readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from re import compile as pattern
from typing import TYPE_CHECKING
from urllib.parse import quote

from foedus.door import NotUnderstood
from foedus.door.clock import present
from foedus.door.laws import at_hand, law_files, paraphrases, read_law, wordings
from foedus.problem import nearest
from foedus.show.page import anchor
from foedus.show.provisions import provision_json, regime_json
from foedus.workbench.desk import Dossier
from foedus.workbench.visit import Away, Page, Visit

if TYPE_CHECKING:
    from foedus.text import Regime

__all__ = ["KEYS", "address", "of_case", "provision", "regime", "shelf"]

KEYS = {
    "case": "the case it was opened from: its own law pages are read as well",
    "on": "the day whose wordings are marked as in force, as in 2022-01-06",
}


def shelf(visit: Visit) -> Page:
    """Every regime whose law pages are at hand."""
    found = at_hand(visit.desk.law).values()
    data = [{"id": r.name, "title": r.title, "under": list(r.under)} for r in found]
    return Page("law_shelf.html.j2", "Law", {"regimes": data}, {"law": _Opened(visit)})


def regime(visit: Visit) -> Page | Away:
    """Instruments and provisions of a regime, contested words, and what is not encoded or not verified."""
    law = _Opened(visit)
    if law.settled:
        return law.settled
    data = regime_json(law.regime, law.on)
    covered = {c["provision"]: c for c in data["coverage"]}
    return Page("law_regime.html.j2", law.regime.title, data, {"law": law, "covered": covered, "lines": lines_of})


def provision(visit: Visit) -> Page | Away:
    """The wordings of a provision in full, and in what they differ."""
    law, asked = _Opened(visit), visit.path["provision"]
    chosen = wordings(law.regime, asked)
    if law.settled:
        return law.settled
    prose = paraphrases(law.regime, chosen, visit.desk.law, law.own)
    data = provision_json(law.regime, asked, chosen, prose, law.on)
    others = [p for p in law.regime.provisions if p.partition("@")[0] in {c.partition("@")[0] for c in chosen}]
    more = {
        "law": law,
        "lines": lines_of,
        "before": _before,
        "after": _after,
        "others": others if len(chosen) < len(others) else [],
    }
    return Page("law_provision.html.j2", _title(law.regime, asked, chosen), data, more)


def of_case(visit: Visit) -> Away:
    """On to the law that the case stands under."""
    return Away(address(visit, visit.asking.regime.id))


def address(visit: Visit, regime: str, provision: str = "", pinpoint: str = "", rule: str = "") -> str:
    """Where the law stands, for a link from a page of a case or of the law.

    It goes on with the dates and choices of the visit. `rule` is the id of a rule or reading (`CST:4@2010/attacked`), a
    `pinpoint` (`4(1)`) leads to the first rule that is drawn from it.
    """
    case = visit.path.get("case", "") or visit.one("case")
    where = "/".join(quote(part, safe=":@") for part in ("law", regime, provision) if part)
    query = visit.around.query(case=case, on=visit.one("on"))
    spot = anchor(rule, "rule") if rule else anchor(f"{provision} {pinpoint}", "at") if pinpoint else ""
    return f"/{where}" + (f"?{query}" if query else "") + (f"#{spot}" if spot else "")


def _title(regime: Regime, asked: str, chosen: Sequence[str]) -> str:
    """The name of what was asked for, as the pages write it."""
    names = dict.fromkeys((*chosen, *(c.partition("@")[0] for c in chosen), *(c.partition(":")[0] for c in chosen)))
    return next((n for n in names if n.casefold() == asked.strip().casefold()), asked)


@dataclass(frozen=True)
class _Opened:
    """The law that a visit opened, and from where."""

    visit: Visit

    @cached_property
    def case(self) -> Dossier | None:
        """The case it was opened from."""
        name = self.visit.one("case")
        return self.visit.desk.dossier(name) if name else None

    @cached_property
    def back(self) -> str:
        """The address of the case it was opened from, with its dates and choices."""
        assert self.case is not None
        return f"/case/{quote(self.case.name, safe='')}?{self.visit.state.query()}"

    @cached_property
    def regime(self) -> Regime:
        """The regime in the address, with the law pages of the case if it stands under this one. Raises `NotUnderstood`."""
        name = self.visit.path["regime"]
        known = list(at_hand(self.visit.desk.law))
        if name not in known:
            raise NotUnderstood.of("REGIME", f"no regime is called “{name}”", nearest(name, known) or "see the list: /law")
        if self.case and (asked := self.case.asking(self.visit.state)).regime.id == name:
            return asked.regime
        roots = self.visit.desk.law
        return self.visit.desk.shelf.kept(("regime", name), law_files(roots), lambda: read_law(name, roots))

    @property
    def own(self) -> Path | None:
        """The folder of law pages that the case brings along."""
        return self.case.folder / "law" if self.case else None

    @cached_property
    def on(self) -> date:
        """The day asked about: the one in the address, the law's or the as-of day of the case, or today."""
        said = self.visit.one("on") or self.visit.state.law_at
        if said:
            try:
                return date.fromisoformat(said.strip())
            except ValueError:
                raise NotUnderstood.of("on", f"“{said}” is no day", "write it as 2022-01-06") from None
        if self.case:
            asking = self.case.asking(self.visit.state)
            return asking.terms.last_day(asking.record.zone)
        return present().local().date()

    @property
    def settled(self) -> Away | None:
        """This page with its day in the address, where that is missing: a link must give the same page again."""
        if not self.regime or self.visit.one("on") or self.visit.at.endswith(".json"):
            return None
        return Away(f"{quote(self.visit.at, safe='/:@')}?{self.visit.state.query(**self.visit.others, on=self.on.isoformat())}")

    def to(self, provision: str = "", pinpoint: str = "") -> str:
        """The address of a provision of this regime."""
        return address(self.visit, self.visit.path["regime"], provision, pinpoint)

    def rule(self, id: str) -> str:
        """The address of a rule or reading, which is known by its provision and name."""
        provision = next((p for p in self.regime.provisions if id.startswith(f"{p}/")), "")
        return address(self.visit, self.visit.path["regime"], provision, rule=id)

    def question(self, id: str) -> str:
        """The address of the reasons for the answer to a question in the case; "" where no case is open."""
        if self.case is None or id not in self.case.present.regime.questions:
            return ""
        return f"/case/{quote(self.case.name, safe='')}/why/{quote(id, safe='')}?{self.visit.state.query()}"

    def other(self, regime: str) -> str:
        """The address of another regime."""
        return address(self.visit, regime)


Pieces = Sequence[tuple[str, str]]
"""Pieces of a text with their signs: see `foedus.show.provisions`."""


def lines_of(pieces: Pieces) -> list[tuple[int, Pieces]]:
    """A rule as lines: how deep each is indented, and its pieces; a label stands two blanks behind its line."""
    rows: list[list[tuple[str, str]]] = [[]]
    for sign, text in pieces:
        first, *more = text.split("\n")
        rows[-1].append((sign, first))
        rows += [[(sign, one)] for one in more]
    return [_line(row) for row in rows if any(text.strip() for _, text in row)]


def _line(row: Pieces) -> tuple[int, Pieces]:
    whole = "".join(text for _, text in row)
    rest = len(whole) - len(whole.lstrip())
    out = []
    for sign, text in row:
        cut = min(rest, len(text) - len(text.lstrip()))
        rest -= cut
        out.append((sign, _FAR.sub("  ", text[cut:])))
    return min((len(whole) - len(whole.lstrip())) // 2, _DEEPEST), [piece for piece in out if piece[1]]


_FAR = pattern(r" {2,}(?=\[)")
_DEEPEST = 6


def _before(parts: Pieces) -> Pieces:
    """The pieces of which the earlier of two texts is made."""
    return [p for p in parts if p[0] != "+"]


def _after(parts: Pieces) -> Pieces:
    """The pieces of which the later of two texts is made."""
    return [p for p in parts if p[0] != "-"]
