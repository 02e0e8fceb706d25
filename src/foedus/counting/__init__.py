"""Exact chances of gates: how likely, and what moves it.

    found = chance(circuit, root, {attack: Fraction(3, 10), request: Fraction(1, 2)}, moves=True)
    found.chance           # 3/20
    found.moves[attack]    # 1/2: the chance were it so, minus the chance were it not
    found.methods          # ("by parts",)

The order of attack: what is known is folded away and common factors drawn out (`formula`); gates through which all below them
reaches the rest are worth one number (`parts`), thresholds over them one table of sums; what is entangled goes into our own
decision diagram (`foedus.verdict.bdd`) in two orders under a budget of nodes (`order`, `measure`); with even chances and few
enough things every completion is counted; else `OutOfReach` says what was tried. Nothing is sampled, nothing is rounded.
"""

from foedus.counting.count import Counted, OutOfReach, chance
from foedus.counting.formula import Formula, folded
from foedus.counting.parts import at_least

__all__ = ["Counted", "Formula", "OutOfReach", "at_least", "chance", "folded"]
