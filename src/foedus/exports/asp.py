"""Answer set programs: one answer set for each completion.

clingo question.lp 0                          every completion with its answer
clingo question.lp --enum-mode=cautious       what holds in all of them: `answer(yes)` there means settled yes
clingo question.lp --enum-mode=brave          what holds in some
"""

from __future__ import annotations

from foedus.exports.statement import Row, Statement

__all__ = ["to_asp"]


def to_asp(statement: Statement) -> str:
    """The question in the input language of clingo. Raises `Unsayable` for a burden without one value."""
    rows = list(statement.rows())
    lines = [f"% {comment}" for comment in statement.comments()]
    lines += ["% every answer set is one completion; answer(yes|no|not_engaged) is its answer", ""]
    for group, options in statement.groups().items():
        chosen = "; ".join(f"reads({quoted(group)},{quoted(o)})" for o in options)
        lines.append(f"1 {{ {chosen} }} 1.")
    lines += [line for row in rows for line in _rules(row)]
    lines += [f":- not g({c})." for c in statement.constraints]
    lines += _answers(statement)
    return "\n".join(lines) + "\n"


def _rules(row: Row) -> list[str]:
    head = f"g({row.node})"
    if row.kind == "value":
        return [f"{head}."] * row.value
    if row.kind == "not":
        return [f"{head} :- not g({row.args[0]})."]
    if row.kind == "option":
        group, _, option = row.name.partition(": ")
        return [f"{head} :- reads({quoted(group)},{quoted(option)})."]
    if row.args:
        least = {"all": len(row.args), "any": 1}.get(row.kind, row.k)
        counted = "; ".join(f"1,{i} : g({a})" for i, a in enumerate(row.args))
        return [f"{head} :- {least} <= #sum {{ {counted} }}."]
    atom = f"{row.kind}({quoted(row.name)})"
    return [f"{{ {atom} }}.", f"{head} :- {atom}."]


def _answers(statement: Statement) -> list[str]:
    root, engaged = statement.query.root, statement.query.engaged
    when = "" if engaged is None else f", g({engaged})"
    out = [f"answer(yes) :- g({root}){when}.", f"answer(no) :- not g({root}){when}."]
    if engaged is not None:
        out.append(f"answer(not_engaged) :- not g({engaged}).")
    shown = ("answer/1", "fact/1", "judgement/1", "gap/1", "conflict/1", "reads/2")
    return [*out, *(f"#show {s}." for s in shown), *(f"#defined {s}." for s in shown[1:])]


def quoted(text: str) -> str:
    """A string constant."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
