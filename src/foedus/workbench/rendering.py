"""Pages through templates: the frame around each, and what every template may use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from foedus import __version__
from foedus.show.page import templates as house_templates
from foedus.show.reasons import SHAPES
from foedus.workbench.frame import Frame
from foedus.workbench.visit import Page, Visit

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render"]

SIGNS = {**SHAPES, "not-engaged": "○", "not-computed": "⚠"}
"""Verdicts by shape; who took no position has a dash for a word."""


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of the house with those of the workbench before them: the same escaping, the same filters."""
    from jinja2 import ChoiceLoader, PackageLoader

    house = house_templates()
    made = house.overlay(loader=ChoiceLoader([PackageLoader("foedus.workbench"), PackageLoader("foedus.show")]))
    made.globals = house.globals | {"SIGNS": SIGNS}
    return made


def render(page: Page, visit: Visit | None) -> str:
    """The page as HTML; without a visit (an error before there was one) the frame is bare."""
    template = templates().get_template(page.template)
    frame = Frame(visit, page) if visit is not None else None
    return template.render(page=page, frame=frame, visit=visit, version=__version__, data=page.data, **page.view)
