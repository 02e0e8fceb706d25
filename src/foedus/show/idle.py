"""Rules and exceptions of a derivation that did not apply, and what each of them lacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.show.tree import Branch, branches, filled

if TYPE_CHECKING:
    from foedus.assess.answers import Reason

__all__ = ["Idle", "idle"]


@dataclass(frozen=True, slots=True)
class Idle:
    """A rule that did not apply: what it would have made so, where it stands, and the conditions that were not met."""

    text: str
    exception: bool
    provision: str
    pinpoint: str
    lacked: tuple[str, ...]


def idle(tree: Sequence[Reason], like: str = "") -> list[Idle]:
    """Each such rule once, in the order of the derivation. Times are said in the zone of the instant `like`."""
    found: dict[tuple[str, str, str], Idle] = {}
    for reason in (r for root in tree for r in root.walk()):
        if reason.kind in ("rule", "exception") and reason.value == "no":
            made = Idle(
                filled(reason), reason.kind == "exception", reason.provision, reason.pinpoint, tuple(_lacked(reason, like))
            )
            found.setdefault((made.provision, made.pinpoint, made.text), made)
    return list(found.values())


def _lacked(rule: Reason, like: str) -> Iterable[str]:
    below = [b for line in branches([rule], like) for b in line.below]
    return dict.fromkeys(b.text for b in _unbracketed(below) if b.value == "no")


def _unbracketed(lines: Sequence[Branch]) -> Iterable[Branch]:
    """The lines; for several ways to meet a rule the lines of the first."""
    for line in lines:
        if line.text.startswith("way ") and line.below:
            yield from line.below
            return
        yield line
