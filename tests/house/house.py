"""The source tree, as the tests of the house see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "foedus"


@dataclass(frozen=True)
class Import:
    """One import of a module of the house: who, what, and inside which function."""

    module: str
    target: str
    line: int
    function: str


@dataclass(frozen=True)
class Module:
    """One file under src/foedus."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def name(self) -> str:
        """`text.law` for text/law.py, `text` for text/__init__.py, `foedus` for the package itself."""
        parts = [p for p in self.path.relative_to(SRC).with_suffix("").parts if p != "__init__"]
        return ".".join(parts) or "foedus"

    @property
    def room(self) -> str:
        first = self.name.partition(".")[0]
        return "cli" if first == "__main__" else first

    @property
    def shown(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def imports(self) -> Iterator[Import]:
        """Imports of the house, those inside functions and under TYPE_CHECKING included."""
        yield from self._imports(self.tree, "")

    def _imports(self, node: ast.AST, function: str) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            for target in _targets(child):
                yield Import(self.name, target, child.lineno, inside)
            yield from self._imports(child, inside)


def _targets(node: ast.AST) -> list[str]:
    """Modules of the house that a statement imports, without the leading `foedus.`."""
    if isinstance(node, ast.Import):
        return [a.name.partition(".")[2] or "foedus" for a in node.names if a.name.split(".")[0] == "foedus"]
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "foedus":
        assert node.level == 0
        inner = (node.module or "").partition(".")[2]
        return [inner] if inner else [a.name if (SRC / a.name).exists() or (SRC / f"{a.name}.py").exists() else "foedus" for a in node.names]
    return []


def modules() -> list[Module]:
    """Every Python file under src/foedus."""
    found = [Module(p) for p in sorted(SRC.rglob("*.py"))]
    assert len(found) > 30, "an emptied source tree must not look like a pass"
    return found
