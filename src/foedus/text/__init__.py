"""Law pages, read.

    page ─lines→ blocks ─words→ vocabulary
                        ─clauses, blocks→ rules, readings, numbers, questions
    folder ─regime→ Regime, checked: references resolve, letters bind, no word rests on its own denial

Loading a page runs nothing and follows no link out of its folder. Everything here is data once read.
"""

from foedus.text.coverage import Coverage, coverage
from foedus.text.regime import Regime, load_regime
from foedus.text.wordings import Difference, differences

__all__ = ["Coverage", "Difference", "Regime", "coverage", "differences", "load_regime"]
