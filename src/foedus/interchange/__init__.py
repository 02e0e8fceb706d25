"""What other programs read and write: timelines, statements and provenance out; sheets and coded events in.

    timelinejs(Asking("harbour-2031", as_of="2031-03-07"))     a timeline for TimelineJS
    ftm_statements(asking), ftm_notes(asking)                  statements for FollowTheMoney, and what it has no column for
    prov(asking, ["article-4"])                                PROV-JSON, with what an answer rests on
    csl(asking)                                                what is cited, as CSL-JSON
    claims_csv(asking)                                         the claims as they were submitted
    withheld(asking)                                           how many claims no format passes on
    read_sheet(data, "claims.xlsx"), leads(data, "acled.csv")  rows to be shown, mended and saved

What goes out was surely known by the knowledge date, and nothing later moves a byte of it. What comes in is text until
somebody saves it: nothing here writes a file, reads a clock or computes a formula.
"""

from foedus.interchange.claims_csv import claims_csv
from foedus.interchange.csl import csl
from foedus.interchange.ftm import ftm_notes, ftm_statements
from foedus.interchange.leads import leads
from foedus.interchange.prov import prov
from foedus.interchange.seen import Seen, withheld
from foedus.interchange.sheet import Sheet, SheetRow, read_sheet
from foedus.interchange.timelinejs import timelinejs

__all__ = [
    "Seen",
    "Sheet",
    "SheetRow",
    "claims_csv",
    "csl",
    "ftm_notes",
    "ftm_statements",
    "leads",
    "prov",
    "read_sheet",
    "timelinejs",
    "withheld",
]
