"""A live request: a folder that is added to, act by act, and asked like any other case.

    Matter.read(folder, regime)        what the folder says, with every entry of its log
    matter.case                        the record that the log amounts to
    matter.record(log, act, …)         one more act, on the disk when it returns
    matter.undo(log, number, why, …)   an act taken back, by an entry of its own
    opened(folder)                     the log, locked against every other writer

The log keeps what happened and the state is folded from it. What the rules do not allow yet is
refused, and kept only on request, marked with what was said against it.
"""

from foedus.matter.entry import ActRecorded, ActUndone
from foedus.matter.fold import standing
from foedus.matter.log import Log, opened
from foedus.matter.matter import Act, Examined, Matter, Refused, make, settings_text
from foedus.matter.objections import Objection

__all__ = [
    "Act",
    "ActRecorded",
    "ActUndone",
    "Examined",
    "Log",
    "Matter",
    "Objection",
    "Refused",
    "make",
    "opened",
    "settings_text",
    "standing",
]
