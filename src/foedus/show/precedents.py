"""What an alliance said over all its decisions, and which stances would say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.show.paper import Paint, bullet, clean, para, wrap

if TYPE_CHECKING:
    from foedus.precedent import Explained, Ground, GroundShown, Score
    from foedus.precedent.stances import Class

__all__ = ["text_precedents"]

STANDS = {
    "every stance": "by every stance",
    "some stances": "by some stances",
    "no stance": "by no stance",
    "judgement alone": "only where it is judged so",
}
MOST_HOLDERS = 10


def text_precedents(found: Explained, width: int = 80, color: bool = False) -> str:
    """The grounds case by case; then what explains them."""
    width, paint = max(width, 40), Paint(color)
    known = "each as known when it was given" if found.then else "each as of its day, as known today"
    out = [paint.strong(row) for row in wrap(f"{found.title}: the grounds it gave", width)]
    out += wrap(f"{known}{' · words left to judgement are decided too' if found.judging else ''}", width)
    case = ""
    for one in found.grounds:
        if one.ground.case != case:
            case = one.ground.case
            out += ["", paint.strong(clean(case))]
        out += _ground(one, width, paint)
    out += ["", *_whole(found, width, paint), "", *_scores(found, width, paint)]
    return "\n".join([*out, *(row for b in found.bounds for row in para(f"Note: {b}", width, 0, 2))]) + "\n"


def _ground(one: GroundShown, width: int, paint: Paint) -> list[str]:
    ground = one.ground
    if one.why:
        said = f"{ground.question} {ground.answer}, {one.why}" if ground.question else ground.kind
        rows = bullet("–", f"{ground.happened} {ground.outcome} · {said}: {_given(ground)}", width, 1, 6)
        return [paint.dim(row) for row in rows]
    head = f"{ground.happened} {ground.outcome} · {ground.question} {ground.answer}"
    stands = f"{_given(ground)}. Reproduced {STANDS[one.stands]}"
    verdicts = f"; the record then: {', '.join(one.verdicts)}" if one.stands in ("no stance", "judgement alone") else ""
    return bullet(f"{one.number}", f"{head}: {stands}{verdicts}", width, 1, 6)


def _given(ground: Ground) -> str:
    text = ground.ground.rstrip(".")
    return f"{text} [{ground.speaker}]" if ground.speaker else text


def _whole(found: Explained, width: int, paint: Paint) -> list[str]:
    scored = found.scored
    head = f"{_count(len(scored), 'ground')} that answer a question of law or fact; {_count(found.stances, 'way')} to choose"
    out = wrap(f"{head} a standard of proof and a reading of {_count(len(found.words) - 1, 'word')}.", width)
    if found.whole is not None:
        rows = wrap("There are stances that reproduce every one of them:", width)
        return [*out, *(paint.strong(r) for r in rows), *_class(found.whole, found, width)]
    if not found.best:
        return out
    out += [paint.strong(row) for row in wrap("No stance reproduces them all.", width)]
    alone = [c[0] for c in found.conflicts if len(c) == 1]
    if alone:
        out += para(f"Reproduced by no stance, each by itself: {_numbers(alone)}", width, 0, 2)
        judged = [g.number for g in scored if g.stands == "judgement alone"]
        out += para(f"Of these by judgement alone (see --judging): {_numbers(judged)}", width, 2, 4) if judged else []
    joint = [c for c in found.conflicts if len(c) > 1]
    if joint:
        out += wrap("Smallest sets of grounds that no single stance reproduces together:", width)
        out += [row for c in joint for row in bullet("•", _conflict(c, found), width, 1, 3)]
    out += wrap(f"Most that one stance reproduces: {len(found.best[0].grounds)} of {len(scored)}", width)
    for one in found.best:
        left = [g.number for g in scored if g.number not in one.grounds]
        out += bullet("•", f"all but {_numbers(left)}", width, 1, 3)
        out += _class(one, found, width)
    return out


def _conflict(conflict: Sequence[int], found: Explained) -> str:
    grounds = {g.number: g.ground for g in found.grounds}
    return "; ".join(f"{n} ({grounds[n].case}: {grounds[n].question} {grounds[n].answer})" for n in conflict)


def _class(one: Class, found: Explained, width: int) -> list[str]:
    free = [w for w in found.words if w not in one.options]
    out = [row for word, options in one.options.items() for row in para(f"{word}: {' or '.join(options)}", width, 3, 5)]
    out += para(f"any reading: {', '.join(free)}", width, 3, 5) if free else []
    how = "" if one.every else "; not every combination of these"
    return [*out, *para(f"{one.stances:,} of {found.stances:,} stances{how}", width, 3, 5)]


def _scores(found: Explained, width: int, paint: Paint) -> list[str]:
    out = [paint.strong(row) for row in wrap("Reproduced / contradicted / left open", width)]
    out += [row for s in found.baselines for row in _score(s, width, s.holder)]
    holders = [s for s in found.holders if s.reproduced or s.contradicted]
    out += [row for s in holders[:MOST_HOLDERS] for row in _score(s, width)]
    if len(holders) > MOST_HOLDERS:
        out += para(f"and {_count(len(holders) - MOST_HOLDERS, 'more holder')}; see --json", width, 1, 3)
    policy = sum(g.ground.kind in ("discretion", "silence") and g.ground.own for g in found.grounds)
    return [*out, *wrap(f"{_count(policy, 'row')} of policy or silence: no answer, so no stance is held against them.", width)]


def _score(score: Score, width: int, what: str = "") -> list[str]:
    numbers = f"{len(score.reproduced):3} /{len(score.contradicted):3} /{len(score.open):3}"
    wrong = f"; contradicts {_numbers(score.contradicted)}" if score.contradicted else ""
    return bullet(numbers, f"{score.name}{f' ({what})' if what else ''}{wrong}", width, 1, 15)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word if number == 1 else word + 's'}"
