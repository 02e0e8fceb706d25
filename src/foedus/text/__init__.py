"""Law pages, read.

    page ─lines→ blocks ─words→ vocabulary
                        ─clauses, blocks→ rules, readings, numbers, questions
    folder ─regime→ Regime, checked: references resolve, letters bind, no word rests on its own denial

Loading a page runs nothing and follows no link out of its folder. Everything here is data once read.
"""

from foedus.text.coverage import Coverage, coverage
from foedus.text.regime import Regime, load_regime

__all__ = ["Coverage", "Regime", "coverage", "load_regime"]
