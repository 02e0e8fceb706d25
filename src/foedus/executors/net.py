"""Gates of at most three inputs, while a program is being made: shared, folded, fused, put in order.

A *literal* is twice the number of a gate, plus one where the gate is denied: 0 is no, 1 is yes.
Gate 0 is "no"; a gate with the table 0 and no inputs is an input of the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from foedus.executors.tables import canonical, normal, widened

NO, YES = 0, 1
_AND2, _AND3, _OR2, _OR3 = 0x8, 0x80, 0xE, 0xFE
_XOR2, _XOR3, _MAJORITY, _CHOOSE = 0x6, 0x96, 0xE8, 0xCA
_Gate = tuple[int, tuple[int, ...]]

Row = tuple[int, int, int, int]
"""A gate of a program: its table and three operands. Operands 0 and 1 are no and yes, inputs follow, then gates."""


class Net:
    """Appends gates; equal gates are one gate, whatever their inputs are called or denied."""

    def __init__(self) -> None:
        self.gates: list[_Gate] = [(0, ())]
        self.inputs: dict[str, int] = {}
        self._known: dict[_Gate, int] = {}

    def input(self, name: str) -> int:
        """The literal of the input called `name`."""
        node = self.inputs.get(name)
        if node is None:
            node = self.inputs[name] = len(self.gates)
            self.gates.append((0, ()))
        return 2 * node

    def gate(self, table: int, *literals: int) -> int:
        """The literal of a gate with this table over one to three literals."""
        nodes = sorted({x >> 1 for x in literals if x > YES})
        shape = tuple((nodes.index(x >> 1) if x > YES else -1, bool(x & 1)) for x in literals)
        small, kept, denied = normal(table, shape)
        if len(kept) < 2:
            return (2 * nodes[kept[0]] if kept else NO) ^ denied
        return 2 * self._add((small, tuple(nodes[i] for i in kept))) ^ denied

    def _add(self, gate: _Gate) -> int:
        node = self._known.get(gate)
        if node is None:
            node = self._known[gate] = len(self.gates)
            self.gates.append(gate)
        return node

    def all_of(self, literals: Iterable[int]) -> int:
        """Every one of them; of none: yes."""
        return self._tree(_AND2, _AND3, sorted(set(literals)), YES)

    def any_of(self, literals: Iterable[int]) -> int:
        """At least one of them; of none: no."""
        return self._tree(_OR2, _OR3, sorted(set(literals)), NO)

    def _tree(self, two: int, three: int, literals: list[int], neutral: int) -> int:
        while len(literals) > 3:
            left = len(literals) % 3
            whole = len(literals) - left
            literals = [self.gate(three, *literals[i : i + 3]) for i in range(0, whole, 3)] + literals[whole:]
        if len(literals) == 3:
            return self.gate(three, *literals)
        return self.gate(two, *literals) if len(literals) == 2 else (literals or [neutral])[0]

    def at_least(self, k: int, literals: Iterable[int]) -> int:
        """At least `k` of them, one given twice counting twice: carry-save adders, then one comparison."""
        columns: list[list[int]] = [[]]
        for literal, times in sorted(Counter(literals).items()):
            if literal == YES:
                k -= times
            for bit in range(times.bit_length() if literal > YES else 0):
                while len(columns) <= bit:
                    columns.append([])
                columns[bit] += [literal] * (times >> bit & 1)
        if k <= 0:
            return YES
        return NO if k >> len(digits := self._added(columns)) else self._compared(k, digits)

    def _added(self, columns: list[list[int]]) -> list[int]:
        """The digits of the sum, lowest first, of columns of literals that weigh 1, 2, 4 …"""
        digits, waiting = [], list(columns)
        while waiting:
            column, carries = list(waiting.pop(0)), []
            while len(column) > 1:
                three = [*column[:3], NO][:3]
                column = [*column[3:], self.gate(_XOR3, *three)]
                carries.append(self.gate(_MAJORITY, *three))
            digits += column or [NO]
            if carries or waiting:
                waiting = [carries + (waiting[0] if waiting else []), *waiting[1:]]
        return digits

    def _compared(self, k: int, digits: Sequence[int]) -> int:
        """Whether the sum is at least `k`, from the lowest digit up."""
        reached = YES
        for bit, digit in enumerate(digits):
            reached = self.gate(_AND2 if k >> bit & 1 else _OR2, digit, reached)
        return reached

    def exported(self, wanted: Sequence[int]) -> tuple[tuple[str, ...], tuple[Row, ...], tuple[int, ...]]:
        """(names of the inputs, gates in order, operand of each wanted literal), fused; what nobody needs is gone."""
        return _Export(self, wanted).program()


class _Export:
    """Fuses gates into their only user, decides which gates are kept denied, and writes the rows."""

    def __init__(self, net: Net, wanted: Sequence[int]) -> None:
        self.net, self.wanted = net, wanted
        self.gates = list(net.gates)
        self.cone = self._reached()
        self.uses = Counter(a for n in self.cone for a in self.gates[n][1])
        self.uses.update(x >> 1 for x in wanted)

    def _reached(self) -> list[int]:
        seen, todo = set[int](), [x >> 1 for x in self.wanted]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.gates[node][1]
        return sorted(seen)

    def _fuse(self) -> None:
        for node in self.cone:
            while (found := self._absorbable(node)) is not None:
                self._absorb(node, found)

    def _absorbable(self, node: int) -> int | None:
        args = self.gates[node][1]
        for child in args:
            inner = self.gates[child][1]
            together = {*args, *inner} - {child}
            alone = self.uses[child] == 1 or len(inner) == 1
            if inner and (len(together) <= 3 if alone else set(inner) <= set(args)):
                return child
        return None

    def _absorb(self, node: int, child: int) -> None:
        """Put the child's table into the node's."""
        (table, args), (below, inner) = self.gates[node], self.gates[child]
        together = sorted({*args, *inner} - {child})
        out = 0
        for row in range(1 << len(together)):
            values = {a: row >> i & 1 for i, a in enumerate(together)}
            values[child] = below >> sum(values[a] << i for i, a in enumerate(inner)) & 1
            out |= (table >> sum(values[a] << i for i, a in enumerate(args)) & 1) << row
        self.uses.subtract(args)
        small, kept, _ = normal(out, tuple((i, False) for i in range(len(together))))
        # what comes down to one operand, or to none, stays a gate of one operand
        self.gates[node] = (small, tuple(together[i] for i in kept)) if kept else (0b10, (0,))
        self.uses.update(self.gates[node][1])
        if self.uses[child] == 0:
            self.uses.subtract(inner)

    def program(self) -> tuple[tuple[str, ...], tuple[Row, ...], tuple[int, ...]]:
        """Inputs, gates and outputs as a program has them."""
        self._fuse()
        self.cone = self._reached()
        order = _scheduled(self.gates, [x >> 1 for x in self.wanted])
        reached = set(self.cone)
        names = tuple(name for name, node in self.net.inputs.items() if node in reached)
        place = {0: 0} | {self.net.inputs[name]: 2 + i for i, name in enumerate(names)}
        plainly = {x >> 1 for x in self.wanted if not x & 1}
        denied = {x >> 1 for x in self.wanted if x & 1 and self.gates[x >> 1][1]} - plainly
        rows: list[Row] = []
        for node in order:
            table, args = self.gates[node]
            small, _, flip = normal(table, tuple((i, a in denied) for i, a in enumerate(args)))
            full = widened(small ^ (_full(args) if flip != (node in denied) else 0), len(args))
            place[node] = 2 + len(names) + len(rows)
            rows.append(row(full, [place[a] for a in args]))
        return self._outputs(names, rows, place, denied)

    def _outputs(
        self, names: tuple[str, ...], rows: list[Row], place: dict[int, int], denied: set[int]
    ) -> tuple[tuple[str, ...], tuple[Row, ...], tuple[int, ...]]:
        opposite: dict[int, int] = {}
        found = []
        for literal in self.wanted:
            node, other = literal >> 1, bool(literal & 1)
            if node == 0:
                found.append(int(other))
            elif other == (node in denied):
                found.append(place[node])
            else:
                if node not in opposite:
                    opposite[node] = 2 + len(names) + len(rows)
                    rows.append(row(0x55, [place[node]]))
                found.append(opposite[node])
        return names, tuple(rows), tuple(found)


def _full(args: Sequence[int]) -> int:
    return (1 << (1 << len(args))) - 1


def row(table: int, operands: Sequence[int]) -> Row:
    """A gate of a program, its operands swapped so that its table is an operation."""
    operation, places = canonical(table)
    padded = [*operands, 0, 0][:3]
    return operation, padded[places[0]], padded[places[1]], padded[places[2]]


def _scheduled(gates: Sequence[_Gate], wanted: Sequence[int]) -> list[int]:
    """Every gate below `wanted`, arguments first, each as late as its first user allows: few values live at a time."""
    order: list[int] = []
    done = set[int]()
    for root in wanted:
        todo = [(root, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in done and gates[node][1]:
                done.add(node)
                todo.append((node, True))
                todo += [(a, False) for a in gates[node][1]]
    return order
