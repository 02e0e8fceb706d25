"""Drawings as SVG text, from small values of their own: times, contributions, roll calls.

    timeline(lanes, changes, …)   who did what when, as surely as it is known
    stages(rows)                  pledged, approved, deployed, returned: apart, never added up
    ballots(seats, …)             a roll call or tallies, and the number that was needed

Every drawing is one `<svg>`: no script, no style sheet, no `style` attribute, so that it stands in a page under a strict
content policy, in a file of its own and on black-and-white paper. Text is written with `currentColor`; classes begin with `fd-`.
The same values give the same bytes.
"""

from foedus.drawing.ballots import Seat, ballots
from foedus.drawing.events import Between, Change, Cursor, Event, Lane
from foedus.drawing.stages import Figure, Stages, stages
from foedus.drawing.timeline import timeline

__all__ = ["Between", "Change", "Cursor", "Event", "Figure", "Lane", "Seat", "Stages", "ballots", "stages", "timeline"]
