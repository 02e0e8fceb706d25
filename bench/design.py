"""Treaty design beside naive enumeration and two packages: `python -m bench design`. Prints; asserts only equal answers.

Times are CPU seconds of this process, the minimum of several runs. The packages count in floats and know one
threshold; where one is absent it is said so. Read the ratios.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import factorial

from bench.executors import least
from foedus.design import Member, Powers, Rule, powers
from foedus.design.chances import chance
from foedus.design.rules import Share, nobody_objects, of_all, quota

SEED = 20220106


def naive(weights: list[int], least_sum: int) -> tuple[list[int], list[Fraction]]:
    """Swings and shares of orders by writing out every coalition."""
    n = len(weights)
    swings, orders = [0] * n, [0] * n
    for bits in product((0, 1), repeat=n):
        total, size = sum(w for w, b in zip(weights, bits, strict=True) if b), sum(bits)
        if total >= least_sum:
            for i in range(n):
                if bits[i] and total - weights[i] < least_sum:
                    swings[i] += 1
                    orders[i] += factorial(size - 1) * factorial(n - size)
    return swings, [Fraction(o, factorial(n)) for o in orders]


def ours(weights: list[int], least_sum: int) -> Powers:
    """The same by sums."""
    exact = [Fraction(w) for w in weights]
    return powers([Member(str(i)) for i in range(len(weights))], Rule("", "", ((quota(exact, Fraction(least_sum)),),)))


def _peers() -> list[tuple[str, Callable[[list[int], int], list[float]]]]:
    """Packages that are there, as functions from weights and quota to Shapley-Shubik indices."""
    found: list[tuple[str, Callable[[list[int], int], list[float]]]] = []
    try:
        import powerindices

        found.append(("powerindices", lambda w, q: [float(x) for x in powerindices.compute_ssi(q, w)]))
    except ImportError:
        print("  !! powerindices is not installed: not compared (pip install powerindices)")
    try:
        from powerindex import Game

        def indices(weights: list[int], least_sum: int) -> list[float]:
            game = Game(least_sum, weights)
            game.calc_banzhaf()
            game.calc_shapley_shubik()
            return [float(x) for x in game.shapley_shubik]

        found.append(("powerindex", indices))
    except ImportError:
        print("  !! powerindex is not installed: not compared (pip install powerindex)")
    return found


def beside() -> None:
    """One threshold: naive, ours, and what packages are there."""
    dice, packages = random.Random(SEED), _peers()
    print(f"\n  {'one weighted threshold, all indices':<36}{'ours':>10}  beside")
    for n in (6, 10, 15, 18, 27, 60):
        weights = sorted((dice.randint(1, 30) for _ in range(n)), reverse=True)
        least_sum = sum(weights) * 2 // 3 + 1
        seconds, found = least(lambda w=weights, q=least_sum: ours(w, q))
        told = []
        if n <= 15:
            slow, (swings, shapley) = least(lambda w=weights, q=least_sum: naive(w, q), 0.1)
            assert swings == [p.swings for p in found.players]
            assert shapley == [p.shapley for p in found.players]
            told.append(f"naive {slow * 1e3:.2f} ms ({slow / seconds:.0f}x)")
        for name, job in packages:
            if name == "powerindex" and n > 15:
                continue  # it writes out every coalition
            theirs, floats = least(lambda w=weights, q=least_sum, j=job: j(w, q), 0.3)
            agree = all(abs(a - float(b.shapley)) < 1e-9 for a, b in zip(floats, found.players, strict=True))
            told.append(f"{name} {theirs * 1e3:.2f} ms ({theirs / seconds:.1f}x{'' if agree else ', DISAGREES'})")
        print(f"  {f'{n} members, weights up to 30':<36}{seconds * 1e3:7.2f} ms  {'; '.join(told)}")


def large() -> None:
    """Two hundred members under the rules of the house."""
    dice = random.Random(SEED)
    heads, votes = [Fraction(1)] * 200, [Fraction(dice.randint(1, 30)) for _ in range(200)]
    odds = (Fraction(7, 10), Fraction(1, 10), Fraction(1, 10), Fraction(1, 10))
    members = [Member(str(i), chances=odds, parliament=Fraction(9, 10), has_parliament=True) for i in range(200)]
    two = Share(Fraction(2, 3), False)
    permanent = nobody_objects([Fraction(int(i < 5)) for i in range(200)])
    rules = {
        "consensus": Rule("", "", ((nobody_objects(heads),),)),
        "consensus minus one": Rule("", "", ((nobody_objects(heads, 1),),)),
        "two-thirds": Rule("", "", ((of_all(heads, two),),)),
        "two-thirds, five vetoes": Rule("", "", ((of_all(heads, two), permanent),)),
        "two-thirds, parliaments asked": Rule("", "", ((of_all(heads, two),),), "abstain"),
        "two-thirds of weights up to 30": Rule("", "", ((of_all(votes, two),),)),
        "two-thirds of weights, parliaments": Rule("", "", ((of_all(votes, two),),), "object"),
    }
    print(f"\n  {'200 members':<36}{'power':>10}{'chance':>13}")
    for name, rule in rules.items():
        power, found = least(lambda r=rule: powers(members, r), 0.1)
        assert sum(p.shapley for p in found.players) == 1
        odd, _ = least(lambda r=rule: chance(members, r), 0.1)
        print(f"  {name:<36}{power * 1e3:7.1f} ms {odd * 1e3:9.1f} ms")


def main() -> None:
    """All of it."""
    beside()
    large()


if __name__ == "__main__":
    main()
