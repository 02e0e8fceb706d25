"""ARCHITECTURE.md says how the house is built; this holds it to its word."""

from __future__ import annotations

import ast
import csv
import re
import statistics
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

from house import ROOT, SRC, Module, modules

MAX_NAMES = 12
MAX_LINES = 800
MAX_STATEMENTS = 30
MEDIAN_STATEMENTS = 6
PURE = ("vocabulary", "verdict", "ground", "assess", "deontic", "problem")
SPEAKS = ("show", "cli")
WAYS_IN = ("door", "cli", "foedus")


@cache
def import_map() -> dict[str, tuple[set[str], set[str]]]:
    """Room → (modules open to others, rooms it imports), from the table in ARCHITECTURE.md."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.M)
    table = {room: (set(re.findall(r"`([\w.]+)`", doors)), set(re.findall(r"`(\w+)`", arrows))) for room, doors, arrows in rows}
    assert len(table) >= 10
    return table


def foreign() -> Iterator[tuple[Module, str, str, str]]:
    """(module, imported module, function, place) for each import that leaves its room."""
    for module in modules():
        for one in module.imports():
            if one.target.partition(".")[0] != module.room:
                yield module, one.target, one.function, f"{module.shown}:{one.line}"


NOTEBOOKS = "_repr_html_"
"""The one function that may look up, at `show`."""


def test_every_room_is_on_the_map() -> None:
    rooms = {m.room for m in modules()}
    assert rooms == set(import_map())


def test_no_arrow_that_the_map_does_not_show() -> None:
    wrong = [
        f"{place}: {module.room} must not import {target}"
        for module, target, function, place in foreign()
        if function != NOTEBOOKS and target.partition(".")[0] not in import_map()[module.room][1]
    ]
    assert wrong == []


def test_no_arrow_on_the_map_that_is_not_there() -> None:
    real: dict[str, set[str]] = {room: set() for room in import_map()}
    for module, target, function, _ in foreign():
        if function != NOTEBOOKS:
            real[module.room].add(target.partition(".")[0])
    assert {room: arrows for room, (_, arrows) in import_map().items()} == real


def test_arrows_point_one_way() -> None:
    order: list[str] = []
    waiting = {room: set(arrows) for room, (_, arrows) in import_map().items()}
    while waiting:
        free = [room for room, arrows in waiting.items() if arrows <= set(order)]
        assert free, f"a circle among {sorted(waiting)}"
        order += free
        for room in free:
            del waiting[room]
    below = {room: order.index(room) for room in order}
    assert below["problem"] < below["vocabulary"] < min(below["text"], below["record"])
    assert below["verdict"] < below["ground"] < below["assess"] < below["show"] < below["cli"]


def test_text_and_record_do_not_know_each_other() -> None:
    arrows = {room: imports for room, (_, imports) in import_map().items()}
    assert "record" not in arrows["text"] | arrows["ground"] | arrows["verdict"]
    assert "text" not in arrows["record"] | arrows["verdict"]


def test_others_come_in_by_the_doors() -> None:
    wrong = [
        f"{place}: {target} is no door"
        for _, target, _, place in foreign()
        if target not in import_map()[target.partition(".")[0]][0]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", sorted({m.room for m in modules()}))
def test_doors_are_narrow(room: str) -> None:
    door = import_module("foedus" if room == "foedus" else f"foedus.{room}")
    assert len(door.__all__) <= MAX_NAMES, f"{room} has {len(door.__all__)} public names"
    assert len(set(door.__all__)) == len(door.__all__)
    assert door.__doc__


# --- purity --------------------------------------------------------------------------------------

CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "localtime", "gmtime"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "glob", "rglob", "iterdir", "is_file", "is_dir", "exists", "resolve", "unlink", "mkdir", "stat"}
OUTSIDE = {"os", "io", "time", "pathlib", "random", "secrets", "socket", "subprocess", "urllib", "http", "tempfile", "shutil", "logging", "sqlite3", "ctypes", "pickle", "shelve"}


def calls(module: Module) -> Iterator[tuple[str, str, int]]:
    """(name called, what it is called on, line) for every call."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, "", node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, ast.unparse(node.func.value), node.lineno


def imported(module: Module) -> Iterator[tuple[str, int]]:
    """Top-level names of the packages a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((a.name.partition(".")[0], node.lineno) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0], node.lineno


@pytest.mark.parametrize("module", [m for m in modules() if m.room in PURE], ids=lambda m: m.name)
def test_pure_rooms_open_no_file_and_read_no_clock(module: Module) -> None:
    wrong = [f"{module.shown}:{line}: imports {name}" for name, line in imported(module) if name in OUTSIDE]
    wrong += [f"{module.shown}:{line}: {on}.{name}()" for name, on, line in calls(module) if _impure(name, on)]
    assert wrong == []


def _impure(name: str, on: str) -> bool:
    if not on:
        return name in ("open", "input", "print", "Path")
    if on == "sys":
        return name not in ("getrecursionlimit", "setrecursionlimit", "intern")
    if name in CLOCKS:
        return on.rpartition(".")[2] in ("datetime", "date", "time", "When", "Instant")
    return name in FILES and "path" in on.lower()


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_nothing_evaluates_text_and_only_show_and_cli_print(module: Module) -> None:
    wrong = [f"{module.shown}:{line}: {name}()" for name, on, line in calls(module) if not on and name in ("eval", "exec", "__import__")]
    wrong += [f"{module.shown}:{line}: compile()" for name, on, line in calls(module) if name == "compile" and not on and "from re import compile" not in module.text]
    wrong += [f"{module.shown}:{line}: imports {name}" for name, line in imported(module) if name in ("pickle", "marshal", "shelve", "runpy", "code")]
    if module.room not in SPEAKS:
        wrong += [f"{module.shown}:{line}: print" for name, on, line in calls(module) if name == "print" and not on]
        wrong += [f"{module.shown}:{line}: {on}.{name}" for name, on, line in calls(module) if on in ("sys.stdout", "sys.stderr")]
    assert wrong == []


BUILDER = "executors.build"
"""The one module that starts another program, the C compiler, and asks the environment where to keep what it built."""


def test_only_the_builder_starts_programs() -> None:
    starters = {m.name for m in modules() for name, _ in imported(m) if name in ("subprocess", "multiprocessing", "pty")}
    assert starters == {BUILDER}


SERVER = "workbench"
"""The one room that listens: it speaks with browsers, and draws the keys they show. It never calls out."""


@pytest.mark.parametrize("module", [m for m in modules() if m.room not in WAYS_IN and m.name != BUILDER], ids=lambda m: m.name)
def test_only_the_ways_in_read_clock_and_environment(module: Module) -> None:
    wrong = [f"{module.shown}:{line}: {on}.{name}()" for name, on, line in calls(module) if on and name in CLOCKS and on.rpartition(".")[2] in ("datetime", "date", "time")]
    wrong += [f"{module.shown}:{n.lineno}: environment" for n in ast.walk(module.tree) if isinstance(n, ast.Attribute) and n.attr in ("environ", "getenv")]
    far = {"random", "subprocess"} | ({"secrets", "socket", "urllib", "http"} if module.room != SERVER else set())
    wrong += [f"{module.shown}:{line}: imports {name}" for name, line in imported(module) if name in far]
    wrong += [f"{module.shown}: calls out" for word in ("urllib.request", "http.client", "create_connection") if word in module.text]
    assert wrong == []


# --- names ---------------------------------------------------------------------------------------

ADJECTIVES = "Kazakh Kyrgyz Russian Armenian Azerbaijani Belarusian Tajik Uzbek Georgian Serbian Afghan Soviet".split()
CITIES = "Almaty Astana Nur-Sultan Bishkek Moscow Yerevan Minsk Dushanbe Tashkent Baku Tbilisi Belgrade Kabul Tskhinvali".split()
ALLIANCES = "NATO ECOWAS OSCE CIS Rio ANZUS SEATO Warsaw OAS".split()


def names_in_the_data() -> set[str]:
    """Whoever and whatever law and cases name."""
    found: set[str] = {*ADJECTIVES, *CITIES, *ALLIANCES}
    for path in ROOT.glob("law/*/parties.csv"):
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines()):
            found |= {row["state"], row["ISO3"]}
    for path in ROOT.glob("law/*/stances.csv"):
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines()):
            found |= {row["stance"], *(w for w in re.findall(r"[A-Z][\w:]{5,}", row["holder"]) if w not in COMMON)}
    for path in (*ROOT.glob("law/*/regime.toml"), *ROOT.glob("cases/*/case.toml")):
        found |= {path.parent.name, path.parent.name.partition("-")[0]}
    assert len(found) > 30
    return found - {""}


COMMON = frozenset("President Council Collective Security International Organization Treaty Observer Peacekeeping Secretary General Troops".split())


def test_no_alliance_state_or_case_is_named_under_src() -> None:
    """Words as they stand; an id in lower case is looked for in every case, short ones as they are."""
    patterns = [re.compile(rf"(?<![\w]){re.escape(n)}(?![\w])", re.I if n.islower() and len(n) > 3 else 0) for n in sorted(names_in_the_data())]
    files = [p for p in sorted(SRC.rglob("*")) if p.is_file() and "__pycache__" not in p.parts]
    wrong = []
    for path in files:
        typeface = "Georgia" if path.suffix == ".css" else None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            wrong += [f"{path.relative_to(ROOT)}:{number}: {p.pattern}: {line.strip()[:80]}" for p in patterns if (hit := p.search(line)) and hit[0] != typeface]
    assert wrong == []


# --- workmanship ---------------------------------------------------------------------------------


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """(place, number of statements) of every function; a docstring is no statement, nor is a nested one's body."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module.shown}:{node.lineno} {node.name}", _statements(node)


def _statements(node: ast.AST) -> int:
    count = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            count += 1
            continue
        docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        count += isinstance(child, ast.stmt) and not docstring
        count += _statements(child)
    return count


def test_functions_are_short() -> None:
    sizes = [one for m in modules() for one in functions(m)]
    assert len(sizes) > 300
    assert statistics.median(size for _, size in sizes) <= MEDIAN_STATEMENTS
    assert [f"{place}: {size} statements" for place, size in sizes if size > MAX_STATEMENTS] == []


def test_files_are_short() -> None:
    assert [m.shown for m in modules() if len(m.text.splitlines()) > MAX_LINES] == []


def public(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.AST]]:
    """Public functions, classes and methods; what is in a private class is private."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_every_public_name_says_what_it_means(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.shown} says nothing of itself"
    silent = [name for name, node in public(module.tree.body, "") if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert silent == []
