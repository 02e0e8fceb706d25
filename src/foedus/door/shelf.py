"""What was read of law and cases, kept while its files stay as they are: for callers that ask many times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

__all__ = ["Shelf", "digest"]

_T = TypeVar("_T")
_Stamp = tuple[tuple[str, int, int], ...]


class Shelf:
    """Values made from files; one is made anew when a file it was made from has another size or time.

    Safe for several threads. `size` values are kept, those longest unused go first.
    """

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[_Stamp, Any]] = OrderedDict()
        self._lock = RLock()

    def kept(self, key: Hashable, files: Iterable[Path], make: Callable[[], _T]) -> _T:
        """The value under `key`, made now if it is new or one of `files` has changed. What `make` raises is not kept."""
        stamp = _stamp(files)
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] != stamp:
                found = self._kept[key] = (stamp, make())
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
            value: _T = found[1]
            return value


def digest(files: Sequence[Path]) -> str:
    """Sixteen hexadecimal digits that change with any name or byte of these files."""
    mix = sha256()
    for file in files:
        data = file.read_bytes()
        mix.update(f"{file.parent.name}/{file.name}\0{len(data)}\0".encode())
        mix.update(data)
    return mix.hexdigest()[:16]


def _stamp(files: Iterable[Path]) -> _Stamp:
    out = []
    for file in files:
        found = file.stat()
        out.append((str(file), found.st_mtime_ns, found.st_size))
    return tuple(out)
