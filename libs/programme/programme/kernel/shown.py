"""Numbers for people: exact as a terminating decimal or a fraction, shown without rounding up."""

from fractions import Fraction

_DIGITS = 4


def exact(value: Fraction) -> str:
    """The exact number: a terminating decimal where it has one, a fraction otherwise."""
    twos, rest = _divided_out(value.denominator, 2)
    fives, rest = _divided_out(rest, 5)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(value, digits=max(twos, fives))


def truncated(value: Fraction, *, digits: int = _DIGITS) -> str:
    """The number cut off downwards, with an ellipsis where something was cut off.

    Cutting downwards never carries a value up to or across a line that lies on the shown grid.
    """
    scaled = value * 10**digits
    floor = scaled.numerator // scaled.denominator
    text = _decimal(Fraction(floor, 10**digits), digits=digits)
    return text if floor == scaled else f"{_padded(text, digits)}…"


def yearly_rate(ratio: Fraction, intervals: int) -> tuple[Fraction, bool]:
    """The yearly rate of a growth ratio in hundredths of a per mille, cut off; and whether exact.

    Only for showing: verdicts compare the ratio itself. Found in integers, by bisection.
    """
    grid = 10 ** (_DIGITS + 2)
    wanted = ratio * grid**intervals
    low, high = 0, grid * (wanted.numerator // wanted.denominator + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**intervals <= wanted else (low, middle)
    return Fraction(low, grid) - 1, low**intervals == wanted


def _divided_out(number: int, prime: int) -> tuple[int, int]:
    times = 0
    while number % prime == 0:
        number //= prime
        times += 1
    return times, number


def _decimal(value: Fraction, *, digits: int) -> str:
    scaled = abs(value) * 10**digits
    text = str(scaled.numerator).rjust(digits + 1, "0")
    whole, part = text[: len(text) - digits], text[len(text) - digits :].rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def _padded(text: str, digits: int) -> str:
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(digits, '0')}"
