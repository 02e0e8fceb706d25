"""The rules of an agenda, each under the law of the day that governs it.

A duty stands under the law of its trigger's day, a use of a power under that of the act's day, a
bar and a possibility under that of the as-of day; `law_at` overrides them all. Days with the same
law share their groundings, and so do instants at which the same is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from foedus.deontic.answers import Bar, Duty, Power
from foedus.deontic.bars import bars
from foedus.deontic.bench import Bench, Ground, Grounded, Setting
from foedus.deontic.duties import duties
from foedus.deontic.powers import powers
from foedus.record import Instant
from foedus.text import Regime
from foedus.text.law import Rule
from foedus.text.walk import event_of
from foedus.vocabulary import Fact

__all__ = ["Docket"]

Law = tuple[frozenset[str], frozenset[object]]


class Docket:
    """Every rule that makes duties, powers or bars, grounded once for each law that governs something."""

    def __init__(self, setting: Setting, shared: Docket | None = None) -> None:
        self.setting = setting
        self.regime: Regime = setting.regime
        self._grounded: dict[tuple[int, Law], Grounded] = shared._grounded if shared else {}
        self.not_asked: dict[str, str] = {}
        self.today = self._today()

    def _today(self) -> date:
        terms = self.setting.table.terms
        return terms.law_at or terms.as_of.local(self.setting.zone).date()

    # --- what the agenda is made of ---

    def duties(self) -> Iterator[Duty]:
        """Every duty and undertaking."""
        for rule in self._rules("duty", "undertaking"):
            for bench in self._benches(rule, self._trigger_days(rule)):
                for duty in duties(bench):
                    if self._governs(bench.day, duty.triggered[0]):
                        yield duty

    def powers(self) -> Iterator[Power]:
        """Every use of a power or a vote, and every possibility of one."""
        for rule in self._rules("power", "vote"):
            for bench in self._benches(rule, self._deed_days(rule)):
                for power in powers(bench):
                    now = power.state in ("may", "not yet", "open")
                    if self._governs(bench.day, "" if now else power.act.earliest):
                        yield power

    def bars(self) -> Iterator[Bar]:
        """Every bar of the law of today."""
        for rule in self._rules("bar"):
            for bench in self._benches(rule, []):
                yield from bars(bench)

    # --- which law ---

    def _rules(self, *kinds: str) -> Sequence[Rule]:
        return [r for r in self.regime.chapter.rules if r.kind in kinds]

    def _law(self, day: date) -> Law:
        provisions = frozenset(p for p in self.regime.provisions if self.regime.in_force(p, day))
        numbers = frozenset((n.name, n.terms, v) for n in self.regime.chapter.numbers for v, f in n.values if f.covers(day))
        return provisions, numbers

    def _governs(self, day: date, since: str) -> bool:
        """Whether the law of a day governs what began at an instant; what has no instant stands under today's."""
        if self.setting.table.terms.law_at is not None:
            return True
        other = date.fromisoformat(since[:10]) if since else self.today
        return self._law(day) == self._law(other)

    def _benches(self, rule: Rule, days: Sequence[date]) -> Iterator[Bench]:
        """One bench for each law under which the rule is in force, today's first."""
        wanted = [self.today] if self.setting.table.terms.law_at is not None else [self.today, *days]
        told: set[Law] = set()
        for day in wanted:
            law = self._law(day)
            if law in told or (rule.provision and rule.provision not in law[0]):
                continue
            told.add(law)
            grounded = self._ground(rule, day, law)
            if grounded.problem:
                self.not_asked[rule.id] = grounded.problem
            else:
                yield Bench(self.setting, grounded, day)

    def _ground(self, rule: Rule, day: date, law: Law) -> Grounded:
        key = (id(rule), law)
        if key not in self._grounded:
            self._grounded[key] = Ground.of(self.setting, day).rule(self.setting, rule)
        return self._grounded[key]

    def _trigger_days(self, rule: Rule) -> list[date]:
        phrases = {a.phrase for e in rule.elements if e.label and (a := event_of(e)) is not None}
        return self._days(phrases)

    def _deed_days(self, rule: Rule) -> list[date]:
        deed = event_of(rule.elements[0]) if rule.elements else None
        return self._days({deed.phrase} if deed is not None else set())

    def _days(self, phrases: set[str]) -> list[date]:
        """The first days, in the zone of the case, on which what these phrases say may have happened."""
        view = self.setting.view
        facts: list[Fact] = [f for f in (*view.facts, *view.supposed) if f.phrase in phrases]
        firsts: set[Instant] = {w.earliest for f in facts if self.setting.happens(f) and (w := view.interval(f)) and w.earliest}
        return [i.local(self.setting.zone).date() for i in sorted(firsts)]
