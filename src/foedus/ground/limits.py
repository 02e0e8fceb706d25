"""Why a question may not be grounded."""

from __future__ import annotations

__all__ = ["TooWide", "Unfilled"]


class TooWide(Exception):
    """A limit on the size of the ground program was hit; the message names it."""


class Unfilled(Exception):
    """A role that the case does not fill; the message is the role's name."""
