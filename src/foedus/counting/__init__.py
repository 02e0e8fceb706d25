"""Exact chances of gates: how likely, and what moves it.

    found = chance(circuit, root, {attack: Fraction(3, 10), request: Fraction(1, 2)}, moves=True)
    found.chance           # 3/20
    found.moves[attack]    # 1/2: the chance were it so, minus the chance were it not
    found.methods          # ("by parts",)

The order of attack: what is known is folded away and common factors drawn out (`formula`); what shares nothing is multiplied,
thresholds take one table of sums (`weighing`, `parts`); gates that share leaves go into one store of our own decision diagrams
(`foedus.verdict.bdd`), three orders taking turns under a growing budget of nodes (`tangle`, `order`, `measure`); with even
chances and few enough things every completion is counted; else `OutOfReach` says what was tried. Nothing is sampled, nothing
is rounded. Several gates at once: `chances`.

`likelihood` asks how likely each answer to a question is (`plain`, `spans`): what has no chance makes a span of it.
"""

from foedus.counting.count import Counted, chance, chances
from foedus.counting.likely import Impossible, Likelihood, Likely, Unsupplied, likelihood
from foedus.counting.plain import Question
from foedus.counting.spans import Span
from foedus.counting.tangle import OutOfReach

__all__ = [
    "Counted",
    "Impossible",
    "Likelihood",
    "Likely",
    "OutOfReach",
    "Question",
    "Span",
    "Unsupplied",
    "chance",
    "chances",
    "likelihood",
]
