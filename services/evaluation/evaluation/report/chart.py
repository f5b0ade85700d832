"""Where a value stands against its line: the geometry of one chart, decided exactly.

The line stands in the middle of every chart. What lies beside it is drawn beside it, however near;
only a value exactly on the line is drawn on it.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

WIDTH: Final = 320
LINE: Final = 160
HALF: Final = 150
# A marker nearer than this would seem to touch the line.
NEAR: Final = 8
_SHOWN: Final = re.compile(r"(-?\d+(?:\.\d+)?)(…?)")

Side = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class Place:
    """One end or value: its place across, on which side of the line, whether beyond the edge."""

    x: float
    side: Side
    beyond: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """One test against its line; no places where nothing can be worked out yet."""

    comparator: str | None
    places: tuple[Place, ...]
    outcome: str

    @property
    def inclusive(self) -> bool:
        """Whether a value on the line passes."""
        return self.comparator in {"ge", "le", "eq"}

    @property
    def passing(self) -> tuple[float, float]:
        """From where to where a value passes."""
        match self.comparator:
            case "gt" | "ge":
                return LINE, LINE + HALF
            case "lt" | "le":
                return LINE - HALF, LINE
            case "eq":
                return LINE - NEAR / 2, LINE + NEAR / 2
        return LINE, LINE


def chart_of(test: dict[str, Any]) -> Chart:
    """The chart of a test as the answer's JSON states it."""
    (line, _), *_ = _numbers(test["threshold_shown"])
    found = _numbers(test["value_shown"] or "")
    reach = abs(line) or max((abs(number) for number, _ in found), default=Fraction(0))
    scale = reach if line else reach * Fraction(5, 4)
    exact = None if test["value"] is None else Fraction(test["value"])
    places = tuple(
        _place(
            number - line,
            scale=scale or Fraction(1),
            side=_side(number - line, cut) if exact is None else _sign(exact - _line(test)),
        )
        for number, cut in found
    )
    return Chart(comparator=test["comparator"], places=places, outcome=test["outcome"])


def _line(test: dict[str, Any]) -> Fraction:
    return Fraction(test["threshold"])


def _numbers(shown: str) -> list[tuple[Fraction, bool]]:
    """The numbers of a shown text, and whether each was cut off (and so is a little larger)."""
    number = shown.rpartition(" ")[0]
    return [(Fraction(text), bool(cut)) for text, cut in _SHOWN.findall(number)]


def _side(distance: Fraction, cut: bool) -> Side:
    return 1 if distance == 0 and cut else _sign(distance)


def _sign(distance: Fraction) -> Side:
    if distance == 0:
        return 0
    return 1 if distance > 0 else -1


def _place(distance: Fraction, *, scale: Fraction, side: Side) -> Place:
    away = abs(distance) / scale * HALF
    across = 0.0 if side == 0 else float(min(max(away, Fraction(NEAR)), Fraction(HALF)))
    return Place(x=LINE + side * across, side=side, beyond=away > HALF)
