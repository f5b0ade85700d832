"""Numbers for people: exact as a terminating decimal or a fraction, shown without rounding up."""

from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Final

_DIGITS: Final = 4
_SHOWN: Final = 10**_DIGITS
_ONE: Final = Fraction(1)
# A yearly rate is shown in hundredths of a per mille: four digits of its percentage.
RATE_GRID: Final = 10 ** (_DIGITS + 2)


def exact(value: Fraction) -> str:
    """The exact number: a terminating decimal where it has one, a fraction otherwise."""
    parts = value.denominator
    return str(value.numerator) if parts == 1 else _exact(value.numerator, parts)


def exact_quotient(number: int, parts: int) -> str:
    """The exact number of a quotient that need not be in lowest terms."""
    common = gcd(number, parts)
    return _exact(number // common, parts // common)


def truncated(value: Fraction, *, unit: Fraction = _ONE) -> str:
    """The number, in units of `unit`, cut off downwards, with an ellipsis where something went.

    Cutting downwards never carries a value up to or across a line that lies on the shown grid.
    """
    return truncated_quotient(
        value.numerator * unit.denominator, value.denominator * unit.numerator
    )


def truncated_quotient(number: int, parts: int) -> str:
    """A quotient cut off in the same way."""
    whole, rest = divmod(number, parts)
    if not rest:
        return str(whole)
    floor, rest = divmod(number * _SHOWN, parts)
    if not rest:
        return _decimal(floor, digits=_DIGITS)
    text = str(abs(floor)).rjust(_DIGITS + 1, "0")
    sign = "-" if floor < 0 else ""
    return f"{sign}{text[:-_DIGITS]}.{text[-_DIGITS:]}…"


def yearly_rate(ratio: Fraction, intervals: int) -> tuple[int, bool]:
    """The yearly rate of a growth ratio in parts of `RATE_GRID`, cut off; and whether exact.

    Only for showing: verdicts compare the ratio itself. Found in integers.
    """
    wanted = ratio.numerator * RATE_GRID**intervals
    root = _root(wanted // ratio.denominator, intervals)
    return root - RATE_GRID, root**intervals * ratio.denominator == wanted


# A rate is shown twice, as the value and in the margin.
@lru_cache(maxsize=64)
def _root(number: int, degree: int) -> int:
    """The largest integer whose power is not above the number: Newton's steps down from above."""
    if number == 0:
        return 0
    root = 1 << -(-number.bit_length() // degree)
    while (closer := ((degree - 1) * root + number // root ** (degree - 1)) // degree) < root:
        root = closer
    return root


def _digits(parts: int) -> int | None:
    """How many decimals such parts need, none if they never end."""
    twos = (parts & -parts).bit_length() - 1
    fives, rest = 0, parts >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    return max(twos, fives) if rest == 1 else None


def _exact(number: int, parts: int) -> str:
    if parts == 1:
        return str(number)
    digits = _digits(parts)
    if digits is None:
        return f"{number}/{parts}"
    return _decimal(number * (10**digits // parts), digits=digits)


def _decimal(scaled: int, *, digits: int) -> str:
    """A number of so many decimals, given as an integer on their grid."""
    if scaled < 0:
        return f"-{_decimal(-scaled, digits=digits)}"
    text = str(scaled).rjust(digits + 1, "0")
    whole, part = text[:-digits], text[-digits:].rstrip("0")
    return f"{whole}.{part}" if part else whole
