"""ProbLog programs: how likely a yes is, given a prior for every open fact.

    problog question.pl

Constraints become evidence, so what is printed is the chance among admitted completions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from foedus.exports.statement import Row, Statement, Unsayable
from foedus.problem import Place, Problem

__all__ = ["to_problog"]


def to_problog(statement: Statement, priors: Mapping[str, Fraction]) -> str:
    """The question in the language of ProbLog; facts are independent, `priors` their chances of being so.

    Raises `Unsayable` for whatever has no probability there: open facts without a prior, judgements nobody made, words the
    law leaves open, readings nobody chose, and burdens without one value.
    """
    rows = list(statement.rows())
    if unsaid := [_refused(r) for r in rows if not r.args and r.kind != "value" and r.name not in _said(r, priors)]:
        raise Unsayable(unsaid)
    lines = [f"% {comment}" for comment in statement.comments()]
    lines += ["% yes: the chance of a yes among all admitted completions", ""]
    lines += chain.from_iterable(_rules(row, priors) for row in rows)
    lines += [f"evidence(g{c}, true)." for c in statement.constraints]
    engaged = statement.query.engaged
    lines += [f"yes :- g{statement.query.root}{'' if engaged is None else f', g{engaged}'}.", "query(yes)."]
    if engaged is not None:
        lines += [f"not_engaged :- \\+ g{engaged}.", "query(not_engaged)."]
    return "\n".join(lines) + "\n"


def _said(row: Row, priors: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return priors if row.kind == "fact" else {}


def _refused(row: Row) -> Problem:
    remedies = {
        "fact": f'give it a prior: --prior "{row.name}=0.5"',
        "judgement": f'decide it: --suppose "{row.name}"',
        "option": "choose a reading: --reading WORD=OPTION",
    }
    names = {"option": "reading", "gap": "silence of the law on", "conflict": "conflict of rules on"}
    what = f"the {names.get(row.kind, row.kind)} “{row.name}” has no probability"
    return Problem(Place("QUESTION"), what, remedies.get(row.kind, "export with --to asp, which can leave it open"))


def _rules(row: Row, priors: Mapping[str, Fraction]) -> Iterator[str]:
    head = f"g{row.node}"
    if row.kind == "value":
        yield f"{head}." if row.value else f"{head} :- fail."
    elif row.kind == "fact":
        prior = priors[row.name]
        yield f"{prior.numerator}/{prior.denominator}::{head}.  % {' '.join(row.name.split())}"
    elif row.kind == "not":
        yield f"{head} :- \\+ g{row.args[0]}."
    elif row.kind == "all":
        yield f"{head} :- {', '.join(f'g{a}' for a in row.args)}."
    elif row.kind == "any":
        yield from (f"{head} :- g{a}." for a in row.args)
    else:
        yield from _counted(row)


def _counted(row: Row) -> Iterator[str]:
    """At least k of n, argument by argument: `head_i_j` says that at least j of the first i hold."""
    head, last = f"g{row.node}", len(row.args)
    for i, arg in enumerate(row.args, 1):
        for j in range(max(1, row.k - last + i), min(i, row.k) + 1):
            before = f", {head}_{i - 1}_{j - 1}" if j > 1 else ""
            yield f"{head}_{i}_{j} :- g{arg}{before}."
            if j < i:
                yield f"{head}_{i}_{j} :- {head}_{i - 1}_{j}."
    yield f"{head} :- {head}_{last}_{row.k}."
