"""Duties, powers, undertakings and bars, as instances with lives and clocks.

    agenda(case, regime, terms)     who owes what to whom by when, what may be done, what not yet
    course(case, regime, terms)     how that changed, instant by instant
    calendar(agenda)                its deadlines, as an iCalendar text

Pure functions, like those of `assess`, whose record, stances and verdicts they use. No layer is
mixed with another: an act without competence is recorded and marked ineffective, something done
while barred is marked so, and that something is not barred is never said to make it permitted.
"""

from foedus.deontic.agenda import Change, Course, agenda, contributed, course
from foedus.deontic.answers import Agenda, Bar, Contribution, Duty, Power
from foedus.deontic.calendar import calendar, undated

__all__ = [
    "Agenda",
    "Bar",
    "Change",
    "Contribution",
    "Course",
    "Duty",
    "Power",
    "agenda",
    "calendar",
    "contributed",
    "course",
    "undated",
]
