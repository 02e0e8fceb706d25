"""The record of a case: who says what, when it happened, when it was known, and what that amounts to.

    read_case(folder, vocabulary)                          the case, or every problem in its folder
    situation(case, vocabulary, as_of, known_to, …)        what its record says at two dates

It knows no law and reads no clock.
"""

from foedus.record.case import Case, Claim, read_case
from foedus.record.quantity import QuantityRange
from foedus.record.situation import FactStatus, RecordView, situation
from foedus.record.standard import DEFAULT, Standard
from foedus.record.time import Instant, Span, When

__all__ = [
    "DEFAULT",
    "Case",
    "Claim",
    "FactStatus",
    "Instant",
    "QuantityRange",
    "RecordView",
    "Span",
    "Standard",
    "When",
    "read_case",
    "situation",
]
