"""The main job: questions x stances → verdicts, with reasons.

    assess(case, regime, terms)           the whole table
    why(case, regime, terms, q, stance)   the reasons of one cell
    ask(case, regime, terms, sentence)    one question in the regime's own phrases
    timeline(case, regime, terms)         the record by the hour, and when verdicts changed

Pure functions: same law, same record, same dates, same answer. No file, no clock, no printing.
"""

from foedus.assess.answers import Assessment, Cell, Reason, TurnsOn
from foedus.assess.asking import ask, why
from foedus.assess.chronicle import Timeline, timeline
from foedus.assess.memory import Memory
from foedus.assess.reasons import Why
from foedus.assess.table import assess
from foedus.assess.terms import Terms

__all__ = ["Assessment", "Cell", "Memory", "Reason", "Terms", "Timeline", "TurnsOn", "Why", "ask", "assess", "timeline", "why"]
