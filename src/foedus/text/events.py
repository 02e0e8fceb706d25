"""The event words of a table of parties, and which column of a state's standing each one moves.

The engine knows alliances only through these words; docs/law-pages.md lists them for whoever writes a table.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BEGINS", "ENDS", "EVENTS", "VALUES"]

EVENTS: Mapping[str, Mapping[str, str]] = {
    "signed": {"signed": "yes"},
    "protocol-renewed": {"signed": "yes"},
    "not-signed": {"signed": "declined"},
    "ratified": {"ratified": "yes"},
    "in force": {"bound": "yes"},
    "acceded": {"bound": "yes"},
    "rejoined": {"bound": "yes"},
    "withdrew": {"bound": "no"},
    "not-renewed/withdrew": {"bound": "no"},
    "expelled": {"bound": "no"},
    "terminated": {"bound": "no"},
    "never in force": {"bound": "never"},
    "suspension-notified": {"suspended": "asked"},
    "suspended": {"bound": "suspended", "suspended": "yes"},
    "suspension-lifted": {"bound": "yes", "suspended": "no"},
    "froze participation": {"taking part": "no"},
    "resumed participation": {"taking part": "yes"},
    "observer": {"observer": "yes"},
    "observer-lapsed": {"observer": "no"},
    "non-payment": {"dues": "arrears"},
    "arrears-paid": {"dues": "paid", "vote": "yes"},
    "arrears-point": {"vote": "at risk"},
    "vote-suspended": {"vote": "no"},
    "vote-restored": {"vote": "yes"},
    "announced-intent-to-leave": {"exit": "announced"},
    "withdrawal-notified": {"exit": "notice"},
    "no-notice-received": {"exit": "no"},
    "notice-withdrawn": {"exit": "no"},
    "absent": {},
    "absent-without-consent": {},
    "absent-without-objection": {},
    "status-affirmed (member)": {},
}
"""Event word → column → the value it gives that column. An event that moves none is kept and shown as a note."""

BEGINS = frozenset(word for word, moves in EVENTS.items() if moves.get("bound") == "yes")
"""Events from which on a state is bound."""

ENDS = frozenset(word for word, moves in EVENTS.items() if moves.get("bound") in ("no", "suspended"))
"""Events from which on a state is bound no longer, for good or for a time."""

VALUES: Mapping[str, tuple[str, ...]] = {
    column: tuple(dict.fromkeys(["yes", "no", "open", *(m[column] for m in EVENTS.values() if column in m)]))
    for column in dict.fromkeys(c for m in EVENTS.values() for c in m)
}
"""Column → every value it may have besides nothing on record."""
