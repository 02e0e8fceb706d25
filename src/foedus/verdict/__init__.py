"""Verdicts: what a ground circuit answers, however the open facts turn out.

Write out every way the open facts may turn out, and ask the question of each. The same answer
every time: it is settled. Not the same: it is open, and what it turns on is what two of those ways
differ in. That is all there is to it, and `reference` does just that. It also says what a
presumption is: an answer that stands as long as somebody has not proved something.

Writing everything out is slow, so `diagram` draws each question as one decision diagram over facts
and readings together, in our own small store (`bdd`), and reads every cell of a table off it. A
test holds the two to the same answers.

    circuit = Circuit()
    owed = circuit.all_of((circuit.fact("attack"), circuit.fact("request")))
    engine = Engine(circuit, Situation({"request": Status.AFFIRMED}))
    engine.evaluate(Query(owed), Choice()).turns_on.unknown        # ("attack",)

Rooms of the house: `circuit` (gates, situations, the shape of an answer), `scope` (what bears on a
question), `reference` (the truth), `kleene` (a quick test), `bdd`, `order`, `study`, `turns`,
`defeat`, `diagram` (the engine), `partition` (who gets which answer), `conflicts` (a record that
breaks the constraints), `minimal` (smallest sets). None of them has heard of a treaty, a claim's
source, a file or a clock; leaf classes and the parts of an outcome are in `circuit`.
"""

from foedus.verdict.circuit import (
    Choice,
    Circuit,
    Outcome,
    Query,
    Situation,
    Status,
    Strength,
    Verdict,
)
from foedus.verdict.conflicts import RecordConflict, reconcile
from foedus.verdict.diagram import Engine
from foedus.verdict.minimal import minimal_sets

__all__ = [
    "Choice",
    "Circuit",
    "Engine",
    "Outcome",
    "Query",
    "RecordConflict",
    "Situation",
    "Status",
    "Strength",
    "Verdict",
    "minimal_sets",
    "reconcile",
]
