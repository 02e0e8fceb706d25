"""Votes: what carried a ballot or defeated it, and by how much; and a roll call put to the rules of a regime.

    told(step, value, when)              of one grounded vote rule: needed, counted, whose veto, who broke the silence
    read_draft(folder, name, regime)     a roll call or tallies, from a table; draft_of(data, …) from its bytes
    poll(regime, draft, day, …)          the draft against every vote rule in force that day
    roll_call(view, block, draft, …)     who voted how, as the record has it

Counts over votes that are not known are intervals: those that are sure, and those that are possible.
"""

from foedus.voting.drafts import Draft, draft_of, read_draft
from foedus.voting.polls import Poll, Result, poll
from foedus.voting.rolls import roll_call
from foedus.voting.telling import Bounds, Count, Told, counted, told

__all__ = ["Bounds", "Count", "Draft", "Poll", "Result", "Told", "counted", "draft_of", "poll", "read_draft", "roll_call", "told"]
