"""The phases of one whole table, timed in this (fresh) interpreter: name, tab, seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

CASE = "kazakhstan-2022"
AS_OF = "2022-01-07T00:00+06:00"


class Watch:
    """Adds up the time spent inside wrapped functions."""

    def __init__(self) -> None:
        self.spent = 0.0

    def around(self, owner: Any, name: str) -> None:
        """Time every call of a method from now on."""
        plain: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **more: Any) -> Any:
            start = time.perf_counter()
            try:
                return plain(*args, **more)
            finally:
                self.spent += time.perf_counter() - start

        setattr(owner, name, timed)


def measure() -> dict[str, float]:
    """Seconds by phase."""
    out: dict[str, float] = {}
    mark = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal mark
        now = time.perf_counter()
        out[name] = now - mark
        mark = now

    import foedus.assess
    from foedus.door import Asking
    from foedus.show import text_assessment

    lap("import")
    asking = Asking(CASE, as_of=AS_OF)
    assert asking.regime
    lap("read law")
    assert asking.record
    lap("read case")
    grounding = Watch()
    for method in ("ground", "constraints"):
        grounding.around(foedus.ground.Grounder, method)
    assessment = asking.assess()
    lap("assess")
    text_assessment(assessment, 80, False)
    lap("show")
    out["ground"] = grounding.spent
    out["evaluate"] = out.pop("assess") - grounding.spent
    return {name: out[name] for name in ("import", "read law", "read case", "ground", "evaluate", "show")}


if __name__ == "__main__":
    for phase, seconds in measure().items():
        print(f"{phase}\t{seconds}")
