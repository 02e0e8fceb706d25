"""Law by its name: a regime, its provisions and what the pages say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, overload

from foedus.door.folders import find_folder, roots
from foedus.door.words import Folders, NotUnderstood, in_python
from foedus.problem import nearest

if TYPE_CHECKING:
    from foedus.text import Regime
    from foedus.text.law import Provision

__all__ = ["AtHand", "Paraphrase", "at_hand", "law", "law_files", "paraphrases", "read_law", "topmost_regimes", "wordings"]


@overload
def law(regime: str | Path, provision: None = None, law: Folders = None) -> Regime:
    """The whole law."""


@overload
def law(regime: str | Path, provision: str, law: Folders = None) -> tuple[Provision, ...]:
    """The wordings of a provision."""


@in_python()
def law(regime: str | Path, provision: str | None = None, law: Folders = None) -> Regime | tuple[Provision, ...]:
    """The law of an alliance and of the regimes it stands under, read and checked; or wordings of a provision.

    `regime` is its name or the path of its folder; `provision` a provision (CST:4), one of its wordings
    (CST:4@2010), a reading (attacker) or an instrument (CST). Raises `NotUnderstood` for what is not
    known, `Invalid` for broken pages.
    """
    found = read_law(regime, law)
    return found if provision is None else tuple(found.provisions[w] for w in wordings(found, provision))


def read_law(regime: str | Path, law: Folders = None) -> Regime:
    """The law of a regime. Raises what `law` raises, in the words of the command line."""
    from foedus.text import load_regime

    folder = find_folder(roots("law", law), str(regime), ("regime.toml",), "regime")
    return load_regime((folder.parent, *roots("law", law)), folder.name)


def law_files(law: Folders = None) -> list[Path]:
    """Every file that law may be read from: the regimes of all roots."""
    return sorted({p for r in roots("law", law) for p in r.glob("*/*") if p.suffix in (".md", ".csv", ".toml")})


def is_regime(name: str, law: Folders = None, cases: Folders = None) -> bool:
    """Whether a name is that of a regime and of no case."""
    if any((r / name / "case.toml").is_file() for r in roots("cases", cases)) or (Path(name) / "case.toml").is_file():
        return False
    return any((folder / "regime.toml").is_file() for folder in (*(r / name for r in roots("law", law)), Path(name)))


@dataclass(frozen=True, slots=True)
class AtHand:
    """A regime whose law pages are at hand, as its settings tell it; `title` is its name where they cannot be read."""

    name: str
    title: str
    under: tuple[str, ...]


def at_hand(law: Folders = None) -> dict[str, AtHand]:
    """Every regime at hand by its name, in order; nothing of its pages is read."""
    found: dict[str, AtHand] = {}
    for folder in (f.parent for r in roots("law", law) for f in sorted(r.glob("*/regime.toml"))):
        found.setdefault(folder.name, _settings(folder))
    return dict(sorted(found.items()))


def _settings(folder: Path) -> AtHand:
    import tomllib

    try:
        said = tomllib.loads((folder / "regime.toml").read_text("utf-8-sig"))
        return AtHand(folder.name, str(said.get("title", folder.name)), tuple(str(u) for u in said.get("under", [])))
    except (OSError, ValueError, TypeError, RecursionError):
        return AtHand(folder.name, folder.name, ())  # a broken regime is reported when it is read


def topmost_regimes(law: Folders = None) -> list[str]:
    """Names of the regimes that no other known regime stands under."""
    import tomllib

    files = [p for r in roots("law", law) for p in sorted(r.glob("*/regime.toml"))]
    under: set[str] = set()
    for file in files:
        try:
            under |= {str(u) for u in tomllib.loads(file.read_text("utf-8-sig")).get("under", [])}
        except (ValueError, RecursionError):
            continue  # a broken regime is reported when it is read
    return sorted({f.parent.name for f in files} - under)


def wordings(regime: Regime, name: str) -> tuple[str, ...]:
    """Ids of the provisions that a name means: one wording, every wording, a part, an instrument, a reading's home.

    Capitals do not matter. Raises `NotUnderstood` with the nearest provision.
    """
    asked = name.strip().casefold()
    known = {p.casefold(): p for p in regime.provisions}
    found = [p for low, p in known.items() if asked in (low, low.partition("@")[0], low.partition(":")[0])]
    found = found or [p for low, p in known.items() if low.startswith((f"{asked}(", f"{asked}/"))]
    homes = {r.provision for r in regime.chapter.readings if asked in (r.name.casefold(), r.group.casefold())}
    found = found or [p for p in regime.provisions if p in homes]
    if not found:
        readings = [r.group or r.name for r in regime.chapter.readings]
        near = [*known.values(), *dict.fromkeys(p.partition("@")[0] for p in known.values()), *regime.instruments, *readings]
        lower = {n.casefold(): n for n in near}
        close = nearest(asked, list(lower))
        word = close.partition(": ")[2]
        remedy = f"nearest known: {lower[word]}" if close else f"list them with: foedus law {regime.id}"
        raise NotUnderstood.of("PROVISION", f"no provision is called “{name}”", remedy)
    return tuple(found)


def paraphrases(regime: Regime, provisions: Sequence[str], law: Folders = None, own: Path | None = None) -> dict[str, Paraphrase]:
    """What the law pages say of provisions in our own words: the heading, and the prose above and below their rules.

    own   the folder of law pages that a case brings along
    """
    folders = [*([own] if own else []), *roots("law", law)]
    out = {}
    for name in provisions:
        place = regime.provisions[name].place
        rows = _page_rows(place.file, folders)
        if rows:
            out[name] = _prose(rows, place.line)
    return out


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A heading of a law page, the paragraphs and list items under it up to the rules, and those behind the rules."""

    heading: str
    paragraphs: tuple[str, ...]
    below: tuple[str, ...] = ()


def _page_rows(shown: str, folders: Sequence[Path]) -> list[str]:
    """The lines of a law page by the name it goes under in messages: `law/REGIME/page.md`, of a case `page.md`."""
    inside = Path(*Path(shown).parts[-2:])
    for root in folders:
        if (root / inside).is_file():
            return (root / inside).read_text("utf-8-sig").splitlines()
    return []


def _prose(rows: Sequence[str], line: int) -> Paraphrase:
    """The prose between the heading above a line and the fence that line stands in, and from there to the next."""
    start = next((n for n in range(min(line, len(rows)) - 1, -1, -1) if rows[n].startswith("#")), 0)
    body: list[str] = []
    fenced = False
    for row in rows[start + 1 : line]:
        if row.startswith("```"):
            fenced = not fenced
        elif not fenced:
            body.append(row)
    return Paraphrase(rows[start].lstrip("# ").strip(), _paragraphs(body), _paragraphs(_behind(rows[line:])))


def _behind(rows: Sequence[str]) -> list[str]:
    """The lines after the end of a fence, up to the next fence or heading."""
    end = next((n for n, row in enumerate(rows) if row.startswith("```")), len(rows))
    return list(takewhile(lambda row: not row.startswith(("#", "```")), rows[end + 1 :]))


def _paragraphs(rows: Sequence[str]) -> tuple[str, ...]:
    text = re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+\.)[ \t])", "\n".join(rows))
    return tuple(" ".join(p.split()) for p in text if p.strip())
