"""The Python door: the verbs of the command line as functions.

    import foedus
    a = foedus.assess("harbour-2031", as_of="2031-03-07T00:00+02:00")
    a["article-4", "text"].verdict

Cases and law are looked for, in this order, in the folders given (`law=`, `cases=`), in those that
FOEDUS_LAW and FOEDUS_CASES name, and among those that come with the house. This is the only room
of the house that reads a clock, the environment or a path nobody gave: everything behind it is a
pure function of what it finds here.

Every function raises `foedus.Invalid` with all problems found in a case or in law, and its subclass
`foedus.NotUnderstood` where what was asked names something that does not exist.

Modules: `words` (misunderstandings), `folders`, `clock`, `laws`, `asking` (a case and what is asked of it), `verbs` (the
functions that ask it), `checking`. A further verb gets a module of its own.
"""

from foedus.door.asking import Asking
from foedus.door.checking import Checked, check
from foedus.door.laws import law
from foedus.door.verbs import agenda, ask, assess, conflicts, timeline, why
from foedus.door.words import NotUnderstood

__all__ = ["Asking", "Checked", "NotUnderstood", "agenda", "ask", "assess", "check", "conflicts", "law", "timeline", "why"]
