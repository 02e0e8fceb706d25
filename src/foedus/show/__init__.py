"""What people see: terminal text and HTML, made from values that others computed.

    Assessment, Why, Timeline, Regime, problems ──▶ text_…  html_…

It computes nothing, opens no file and prints nothing: every function returns a text. Whatever a
claim or a law page says is untrusted: terminals never see its control characters, pages escape it.
"""

from importlib import import_module
from typing import Any

__all__ = [
    "html_page",
    "html_table",
    "text_agenda",
    "text_assessment",
    "text_check",
    "text_conflicts",
    "text_law",
    "text_phrases",
    "text_problems",
    "text_timeline",
    "text_why",
]

_ROOMS = {
    "html_page": "page",
    "html_table": "page",
    "text_agenda": "agenda",
    "text_assessment": "table",
    "text_check": "check",
    "text_conflicts": "conflicts",
    "text_law": "law",
    "text_phrases": "law",
    "text_problems": "check",
    "text_timeline": "timeline",
    "text_why": "reasons",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(f"foedus.show.{_ROOMS[name]}"), name)
    raise AttributeError(f"foedus.show has no {name}")
