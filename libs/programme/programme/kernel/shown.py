"""Numbers for people: exact as a terminating decimal or a fraction, shown without rounding up."""

from fractions import Fraction
from functools import lru_cache
from typing import Final

_DIGITS: Final = 4
# A yearly rate is shown in hundredths of a per mille: four digits of its percentage.
_GRID: Final = 10 ** (_DIGITS + 2)


def exact(value: Fraction) -> str:
    """The exact number: a terminating decimal where it has one, a fraction otherwise."""
    number, parts = value.numerator, value.denominator
    if parts == 1:
        return str(number)
    digits = _digits(parts)
    if digits is None:
        return f"{number}/{parts}"
    return _decimal(number * (10**digits // parts), digits=digits)


def truncated(value: Fraction, *, unit: Fraction | None = None, digits: int = _DIGITS) -> str:
    """The number, in units of `unit`, cut off downwards, with an ellipsis where something went.

    Cutting downwards never carries a value up to or across a line that lies on the shown grid.
    """
    number, parts = value.numerator * 10**digits, value.denominator
    if unit is not None:
        number, parts = number * unit.denominator, parts * unit.numerator
    floor, rest = divmod(number, parts)
    text = _decimal(floor, digits=digits, padded=bool(rest))
    return f"{text}…" if rest else text


def yearly_rate(ratio: Fraction, intervals: int) -> tuple[Fraction, bool]:
    """The yearly rate of a growth ratio in hundredths of a per mille, cut off; and whether exact.

    Only for showing: verdicts compare the ratio itself. Found in integers.
    """
    wanted = ratio.numerator * _GRID**intervals
    root = _root(wanted // ratio.denominator, intervals)
    return Fraction(root - _GRID, _GRID), root**intervals * ratio.denominator == wanted


def _root(number: int, degree: int) -> int:
    """The largest integer whose power is not above the number: Newton's steps down from above."""
    if number == 0:
        return 0
    root = 1 << -(-number.bit_length() // degree)
    while (closer := ((degree - 1) * root + number // root ** (degree - 1)) // degree) < root:
        root = closer
    return root


@lru_cache(maxsize=1024)
def _digits(parts: int) -> int | None:
    """How many decimals such parts need, none if they never end."""
    twos, rest = _divided_out(parts, 2)
    fives, rest = _divided_out(rest, 5)
    return max(twos, fives) if rest == 1 else None


def _divided_out(number: int, prime: int) -> tuple[int, int]:
    times = 0
    while number % prime == 0:
        number //= prime
        times += 1
    return times, number


def _decimal(scaled: int, *, digits: int, padded: bool = False) -> str:
    """A number of so many decimals, given as an integer on their grid."""
    whole, part = divmod(abs(scaled), 10**digits)
    text = str(part).rjust(digits, "0")
    text = text if padded else text.rstrip("0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{text}" if text else f"{sign}{whole}"
