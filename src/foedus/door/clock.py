"""What time it is, and who is at the keyboard: nothing else in the house knows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from foedus.door.words import NotUnderstood

if TYPE_CHECKING:
    from foedus.record import Instant

__all__ = ["present", "somebody", "this_second"]


def present(exact: bool = False) -> Instant:
    """The present instant, to the minute or (`exact`) after the present second; FOEDUS_NOW may say otherwise."""
    from datetime import UTC, datetime, timedelta

    from foedus.record import Instant
    from foedus.record.time import Unreadable

    said = os.environ.get("FOEDUS_NOW")
    try:
        present = Instant.parse(said).local() if said else datetime.now(UTC)
    except Unreadable as error:
        raise NotUnderstood.of("--as-of", f"FOEDUS_NOW: {error.what}", error.remedy) from None
    return Instant.of(
        present.replace(microsecond=0) + timedelta(seconds=1) if exact else present.replace(second=0, microsecond=0)
    )


def this_second() -> Instant:
    """When an entry is made: the present second."""
    from datetime import timedelta

    return present(exact=True) + timedelta(seconds=-1)


def somebody() -> str:
    """Who is at the keyboard, as far as the system says."""
    named = (os.environ.get(name, "").strip() for name in ("FOEDUS_WHO", "USER", "LOGNAME", "USERNAME"))
    return next((name for name in named if name), "somebody")
