"""A line as one integer comparison: fractions are cleared once, when a standard is compiled."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from programme.standards.standard import Comparator


class WholeLine(NamedTuple):
    """Integers n hold the line if Σ weight·n is above `bound`, or is equal to it if `equal`."""

    weights: tuple[int, ...]
    bound: int
    equal: bool


def whole_line(
    weights: Sequence[Fraction], comparator: Comparator, limit: Fraction | int
) -> WholeLine:
    """The line Σ weight·n ⋈ limit over integers; a bound one lower turns ≥ into >."""
    limit = Fraction(limit)
    clear = lcm(limit.denominator, *(weight.denominator for weight in weights))
    sign = -1 if comparator in {"lt", "le"} else 1
    bound = int(limit * clear) * sign
    return WholeLine(
        weights=tuple(int(weight * clear) * sign for weight in weights),
        bound=bound - 1 if comparator in {"ge", "le"} else bound,
        equal=comparator == "eq",
    )
