"""What is disputed: contested words and who holds which reading, words left to judgement, rules that collide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.assess import Assessment, Cell
from foedus.citing import Citation, cited_words
from foedus.papers.drafting import Draft, listed, plural
from foedus.papers.grounds import Grounds
from foedus.papers.paper import Paragraph, Sentence

__all__ = ["Disputes"]

READINGS, JUDGEMENTS, CITED = 3, 1, 2


@dataclass
class Disputes:
    """Writes the second section."""

    assessment: Assessment
    main: Sequence[Cell]
    grounds: Grounds
    draft: Draft

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """One for each contested word, judgement and collision that the main answers turn on; or that there is none."""
        words, judged = self._words(), self._turns("judgement")
        out = [(self._reading(word, questions),) for word, questions in words[:READINGS]]
        out += [(self._judgement(text, questions[0]),) for text, questions in judged[:JUDGEMENTS]]
        out += [(one,) for one in self._collisions()]
        return tuple(out) or (self._nothing(),)

    def _words(self) -> list[tuple[str, list[str]]]:
        return self._turns("readings")

    def _turns(self, kind: str) -> list[tuple[str, list[str]]]:
        """What main answers turn on, with those answers; what most turn on first."""
        found: dict[str, list[str]] = {}
        for cell in self.main:
            for one in getattr(cell.turns_on, kind):
                found.setdefault(one, []).append(cell.question)
        return sorted(found.items(), key=lambda item: -len(item[1]))

    # --- readings ---

    def _reading(self, word: str, questions: Sequence[str]) -> Sentence:
        reading = self.grounds.reading(word)
        held = list(self._held("reading", word))
        said = []
        for option in reading.options:
            said.append(f"“{option}” ({_holders([h for h in held if h[1]['option'] == option])})")
        cites = [self.grounds.law(reading.provision, reading.pinpoint), *self._sources(held)]
        asks = reading.asks.rstrip("?")
        weight = f"; {plural(len(questions), 'answer')} below {'turns' if len(questions) == 1 else 'turn'} on it"
        return self.draft.sentence(f"{asks}? {', '.join(said)}{weight}", cites, self._left(held), f"“{word}” is contested:")

    def _held(self, kind: str, word: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Who chose something for a word: the column and its row."""
        for stance in self.assessment.stances:
            for row in stance.choices:
                if row["kind"] == kind and self._plain(row["word"]) == word:
                    yield stance.name, row

    def _plain(self, word: str) -> str:
        """A judgement as the law page writes it, with those who play the parts in this case."""
        for role, name in self.grounds.record.roles.items():
            word = word.replace(f"{{{role}}}", name)
        return word

    @staticmethod
    def _sources(held: Sequence[tuple[str, Mapping[str, str]]]) -> list[Citation]:
        return [cited_words(name, row["source"], row["pinpoint"], row["date"]) for name, row in held[:CITED]]

    @staticmethod
    def _left(held: Sequence[object]) -> str:
        more = len(held) - CITED
        return f"and {plural(more, 'more holder')}" if more > 0 else ""

    # --- judgements and collisions ---

    def _judgement(self, text: str, question: str) -> Sentence:
        held = list(self._held("judgement", text))
        said = [f"{option}: {_holders([h for h in held if h[1]['option'] == option])}" for option in ("yes", "no")]
        cites, _ = self.grounds.fact(text, question)
        told = f"whether {text} ({'; '.join(said) if held else 'judged by no column of the table'})"
        return self.draft.sentence(told, [*cites, *self._sources(held)], self._left(held), "Left to judgement:")

    def _collisions(self) -> Iterator[Sentence]:
        asked = {c.question: c.stance for c in self.main}
        for one in self.assessment.norm_conflicts:
            if asked.get(one.question) == one.stance:
                rules = [r.partition("/")[0] for r in (*one.rules_for, *one.rules_against)]
                open_ = "" if one.holds == "yes" else " if both apply"
                yield self.draft.sentence(
                    f"one says yes and one no{open_}, and neither yields: {one.about}",
                    [self.grounds.law(rule) for rule in dict.fromkeys(rules)],
                    lead="Rules collide:",
                )

    def _nothing(self) -> Paragraph:
        said = "no reading, judgement or collision of rules moves these answers"
        return (self.draft.sentence(said, self.grounds.leading(self.main)),)


def _holders(held: Sequence[tuple[str, Mapping[str, str]]]) -> str:
    """Who holds it: those who said so, and those of whom we derive it."""
    stated = [name for name, row in held if row["basis"] != "derived"]
    derived = [name for name, row in held if row["basis"] == "derived"]
    said = [listed(stated)] if stated else []
    return "; ".join([*said, *([f"derived for {listed(derived)}"] if derived else [])]) or "nobody in the table"
