"""Treaty design: the same members under other rules of decision, and what that does to their power.

    spec = read_spec(text, "council.toml", roll)
    found = study(spec)
    found.outcomes[0].powers.players[0].shapley     # 421/2145
    found.outcomes[0].chance                        # 3/20

A page says who votes, with what weight and what chances, and which rules are to be compared. Every rule becomes one or two
ways to pass all of some tests (`rules`, `clauses`). `sums` packs what votes take from the tests into one number; `power`
counts coalitions by that number and by their size, `chances` weighs votes by it. All of it in whole numbers and fractions:
nothing is sampled, nothing is rounded, and what has too many different sums is said to be out of reach.
"""

from foedus.design.power import Power, Powers, powers
from foedus.design.rules import Member, Rule
from foedus.design.spec import MAX_MEMBERS, Spec, read_spec
from foedus.design.study import MEASURES, Design, Outcome, study

__all__ = [
    "MAX_MEMBERS",
    "MEASURES",
    "Design",
    "Member",
    "Outcome",
    "Power",
    "Powers",
    "Rule",
    "Spec",
    "powers",
    "read_spec",
    "study",
]
