"""The claims of a case as the table they were submitted in."""

from __future__ import annotations

from foedus.door import Asking
from foedus.interchange.cells import table
from foedus.interchange.seen import Seen, submitted
from foedus.record import Claim
from foedus.record.case import COLUMNS
from foedus.record.time import Zone

__all__ = ["claims_csv"]


def claims_csv(asking: Asking) -> str:
    """The claims that were out by the knowledge date, in the columns of a case's claims.csv and the order of the file.

    Times are those the source gives, not as an editor narrowed them; zone and grades are those that counted, so that the
    table can be read without the tables beside it. A cell that a spreadsheet would run is guarded (see `cells`).
    """
    seen = Seen(asking)
    return table(COLUMNS["claims.csv"], (_row(seen, claim) for claim in seen.claims))


def _row(seen: Seen, claim: Claim) -> dict[str, str]:
    kept = ("id", "row", "group", "event", "actor", "says", "quantity", "unit", "speaker", "source", "pinpoint", "reason", "note")
    return {
        **{name: getattr(claim, name) for name in kept},
        "fact": claim.sentence,
        "polarity": seen.polarity(claim),
        "happened": submitted(claim, "happened").verbatim,
        "zone": _zone(claim.zone),
        "available": submitted(claim, "available").verbatim,
        "source_grade": claim.source_grade or "",
        "item_grade": str(claim.item_grade or ""),
        "renders": claim.renders or "",
        "supersedes": "; ".join(claim.supersedes),
    }


def _zone(zone: Zone) -> str:
    """A zone no spreadsheet takes for a formula: UTC+06:00 for +06:00."""
    if zone.mark == "unknown":
        return "unknown"
    return f"{'UTC' if zone.name[0] in '+-' else ''}{zone}"
