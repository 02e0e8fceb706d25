"""Foedus: treaty, record and procedure of an alliance in a crisis, made executable, with reasons.

    import foedus
    table = foedus.assess("CASE", as_of="2022-01-07T00:00+06:00")
    table["QUESTION", "STANCE"].verdict

Names are loaded when first used, so that importing this costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.door import NotUnderstood, agenda, ask, assess, check, law, timeline, why
    from foedus.door.hinging import hinges
    from foedus.door.membership import parties
    from foedus.door.voting import vote
    from foedus.problem import Invalid

__version__ = "0.1.0"
__all__ = [
    "Invalid",
    "NotUnderstood",
    "agenda",
    "ask",
    "assess",
    "check",
    "hinges",
    "law",
    "parties",
    "timeline",
    "vote",
    "why",
]

_HOMES = {
    "Invalid": "foedus.problem",
    "hinges": "foedus.door.hinging",
    "parties": "foedus.door.membership",
    "vote": "foedus.door.voting",
}
"""Where a name is found that is not at the door itself."""


class _House(ModuleType):
    """The package, where `foedus.assess` is the verb, although a room of the house has that name too."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in __all__ and isinstance(value, ModuleType):
            return  # an import of the room must not hide the verb; `from foedus.assess import …` still finds it
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"foedus has no {name}")
        return getattr(import_module(_HOMES.get(name, "foedus.door")), name)

    def __dir__(self) -> list[str]:
        return [*__all__, "__version__"]


sys.modules[__name__].__class__ = _House
