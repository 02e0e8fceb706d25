"""`python -m tests.workbench.shots [DIR]`: a picture of every page of the workbench, wide and as on a phone.

Without a folder they go to `build/shots`. Names come from the pages alone, so that two runs can be laid side by side. With
`--docs` the few that `docs/workbench.md` shows are made smaller and put into `docs/pictures`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import CHROMIUM
from tests.workbench.conftest import HOUSE, copied, serving
from tests.workbench.tour import FURNITURE, TOUR, furnish

NIGHT = "as-of=2022-01-08T00%3A00%2B06%3A00&known-to=2022-02-15T00%3A00%2B06%3A00"
GREAT = "/case/kazakhstan-2022"
LARGE = (
    f"{GREAT}?{NIGHT}",
    f"{GREAT}/timeline?{NIGHT}",
    f"{GREAT}/why/decision-adopted?{NIGHT}&stance=text",
    f"{GREAT}/map?{NIGHT}",
    f"{GREAT}/contributions?{NIGHT}&stance=text",
)
"""Pages of the largest case, which take longer."""

SCREENS = {"wide": (1280, 900), "phone": (400, 900)}
DOCS = {
    "kazakhstan-2022-answers-wide": "answers",
    "kazakhstan-2022-why-decision-adopted-wide": "why",
    "kazakhstan-2022-timeline-wide": "timeline",
    "russia-2024-conflicts-wide": "conflicts",
    "kazakhstan-2022-map-wide": "map",
    "russia-2024-answers-phone": "phone",
}
"""Pictures that the documents show, by the name of the shot."""


def named() -> Mapping[str, str]:
    """The addresses by the name of their pictures, which is made of what stands before the “?”."""
    found: dict[str, str] = {}
    for address in (*(a for addresses in TOUR.values() for a in addresses), *LARGE):
        path = address.partition("?")[0].removeprefix("/case")
        stem = "-".join(re.findall(r"[\w-]+", path)) + (
            "-answers" if re.fullmatch(r"/[\w-]+", path) and "/case" in address else ""
        )
        name = stem or "cases"
        while name in found:
            name += "-more"
        found[name] = address
    return found


def shoot(window: Any, folder: Path) -> None:
    """Take every picture into the folder."""
    for name, address in named().items():
        answer = window.goto(address)
        assert answer.status == 200, f"{address}: {window.locator('main').inner_text()}"
        for screen, (width, height) in SCREENS.items():
            window.set_viewport_size({"width": width, "height": height})
            window.screenshot(path=folder / f"{name}-{screen}.png", full_page=False, animations="disabled")
        print(f"{name}  {address}", flush=True)


def shown_small(folder: Path, target: Path) -> None:
    """The pictures of the documents, with fewer colours where Pillow is at hand."""
    target.mkdir(parents=True, exist_ok=True)
    for shot, name in DOCS.items():
        source, made = folder / f"{shot}.png", target / f"workbench-{name}.png"
        try:
            from PIL import Image
        except ImportError:
            made.write_bytes(source.read_bytes())
            continue
        Image.open(source).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(made, optimize=True)


def main(arguments: list[str]) -> int:
    """Serve the cases from a folder that passes, take the pictures."""
    from playwright.sync_api import sync_playwright

    folder = Path(next((a for a in arguments if not a.startswith("--")), HOUSE / "build/shots"))
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        cases = copied(Path(scratch), FURNITURE)
        furnish(cases)
        copytree(HOUSE / "cases/kazakhstan-2022", cases / "kazakhstan-2022")
        serving_now = serving(cases)
        workbench = next(serving_now)
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        window = chromium.new_context(base_url=workbench.address, color_scheme="light", reduced_motion="reduce").new_page()
        window.set_default_timeout(300_000)
        window.goto(workbench.entrance)
        shoot(window, folder)
        chromium.close()
        next(serving_now, None)
    if "--docs" in arguments:
        shown_small(folder, HOUSE / "docs/pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
