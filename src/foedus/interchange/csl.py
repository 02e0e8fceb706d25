"""What a case cites, for reference managers."""

from __future__ import annotations

import json

from foedus.citing import csl as item
from foedus.door import Asking
from foedus.interchange.seen import Seen

__all__ = ["csl"]


def csl(asking: Asking) -> str:
    """A CSL-JSON list: the sources of the claims that were out by the knowledge date, then the instruments of the regime."""
    instruments = asking.regime.instruments
    items = [*map(item, Seen(asking).sources), *map(item, instruments.values())]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
