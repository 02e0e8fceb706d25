"""Precedent: two cases held against each other, and one stance held against all that an alliance ever said.

    compare(first, second, regime)     the smallest sets of facts, wordings and readings that separate two results
    read_grounds(folder, case, regime) the grounds that an alliance gave for what it did
    explain(cases, regime, known)      the stances that reproduce those grounds, or the smallest sets none explains together

Rooms of the house: `likeness` (who stands for whom), `joint` (two cases as one question), `comparison`; `grounds` (the
table), `stances` (sets of stances, classes and conflicts), `explaining`. Nothing is sampled, and no limit goes untold.
"""

from foedus.precedent.comparison import Apart, Comparison, Difference, compare
from foedus.precedent.explaining import Explained, GroundShown, Score, explain
from foedus.precedent.grounds import FILE, Ground, read_grounds

__all__ = [
    "FILE",
    "Apart",
    "Comparison",
    "Difference",
    "Explained",
    "Ground",
    "GroundShown",
    "Score",
    "compare",
    "explain",
    "read_grounds",
]
