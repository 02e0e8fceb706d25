"""Law and record meet: rules in force on a day, over a case's individuals, become one circuit.

    Regime (text) ┐
                  ├─ Grounder ─→ circuit, and the steps that made it
    Record (view) ┘

Text and record do not know each other; they meet here, through the vocabulary.
"""

from foedus.ground.clashes import Clash, clashes
from foedus.ground.consistency import Ratio
from foedus.ground.grounder import Grounder, Instance, Record
from foedus.ground.limits import TooWide, Unfilled
from foedus.ground.steps import Step, every_step

__all__ = ["Clash", "Grounder", "Instance", "Ratio", "Record", "Step", "TooWide", "Unfilled", "clashes", "every_step"]
