"""One cell: what a field of the form is in it, and what a cell says of a field."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from common.workbook.faults import CellFault
from common.workbook.sheets import Field

YES, NO = "是", "否"
Cell = str | float | bool | date
Bound = int | Fraction | None
YES_NO: Final = {YES: True, NO: False, True: True, False: False, "true": True, "false": False}
_DAY: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
# A spreadsheet counts days from 1900 and counts one too many before this one.
_FIRST_DAY: Final = date(1900, 3, 1)
_GROUPED: Final = str.maketrans("", "", ",， ")
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What a spreadsheet keeps of a number; digits beyond are the machine's, not the person's.
_DIGITS: Final = ".15g"
EXACT: Final = 1e15


def written(value: Any, field: Field) -> Cell:
    """What stands in the cell of a field; a number is a number, everything else is text."""
    match field.type:
        case "int":
            return float(value)
        case "decimal":
            return float(Decimal(value))
        case "bool":
            return YES if value else NO
        case "enum":
            return str(next(choice.zh for choice in field.choices if choice.value == value))
        case "date":
            day = date.fromisoformat(value)
            return day if day >= _FIRST_DAY else str(value)
        case _:
            return str(value)


def reader(field: Field) -> Callable[[Any], Any]:
    """What makes a value of a cell that is not empty; it raises `CellFault`."""
    return {
        "text": _text,
        "code": _code,
        "int": _integer,
        "decimal": _decimal,
        "bool": _boolean,
        "enum": _choice,
        "date": _day,
    }[field.type](field)


def _text(field: Field) -> Callable[[Any], Any]:
    most = field.max_length or 0

    def read(cell: Any) -> str | None:
        text = cell if isinstance(cell, str) else _spelled(cell)
        if len(text) > most:
            raise CellFault("too_long", most=most)
        if not text.isprintable() and _CONTROL.search(text):
            raise CellFault("unseen_characters")
        return None if text.isspace() else text

    return read


def _code(field: Field) -> Callable[[Any], Any]:
    matches = re.compile(field.pattern or "").fullmatch
    most = field.max_length or 0

    def read(cell: Any) -> str | None:
        if not isinstance(cell, str):
            raise CellFault("number_in_code")
        text = cell.strip()
        if not text:
            return None
        if len(text) > most or not matches(text):
            raise CellFault("pattern")
        return text

    return read


def _integer(field: Field) -> Callable[[Any], Any]:
    low, high = bounds(field)

    def read(cell: Any) -> int | None:
        number: Any = cell if type(cell) is float else _number(cell, otherwise="not_integer")
        if number is None:
            return None
        whole = int(number) if abs(number) < EXACT else None
        if whole is None or whole != number:
            raise CellFault("not_integer")
        _require_within(whole, low, high)
        return whole

    return read


def _decimal(field: Field) -> Callable[[Any], Any]:
    low, high = bounds(field)
    scale = field.scale
    form = f".{scale}f"

    def read(cell: Any) -> str | None:
        if type(cell) is float:
            text = format(cell, form)
            number: Any = cell
            if float(text) != cell:
                number = Decimal(format(cell, _DIGITS))
                text = _scaled(number, scale)
        else:
            number = _number(cell, otherwise="not_number")
            if number is None:
                return None
            text = _scaled(number, scale)
        _require_within(number, low, high)
        return text if number else format(0, form)

    return read


def _boolean(_field: Field) -> Callable[[Any], Any]:
    def read(cell: Any) -> bool | None:
        word = cell.strip().lower() if isinstance(cell, str) else cell
        if word == "":
            return None
        if not isinstance(word, str | bool) or word not in YES_NO:
            raise CellFault("not_yes_or_no")
        return YES_NO[word]

    return read


def _choice(field: Field) -> Callable[[Any], Any]:
    values = choices(field)

    def read(cell: Any) -> str | None:
        word = cell.strip() if isinstance(cell, str) else cell
        if word == "":
            return None
        if not isinstance(word, str) or word not in values:
            raise CellFault("not_a_choice")
        return values[word]

    return read


def choices(field: Field) -> dict[str, str]:
    """What a person may write of a closed list, and the value of each."""
    values = {choice.value: choice.value for choice in field.choices}
    return values | {choice.zh: choice.value for choice in field.choices}


def _day(_field: Field) -> Callable[[Any], Any]:
    def read(cell: Any) -> str | None:
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        if isinstance(cell, str) and not cell.strip():
            return None
        return _typed_day(cell)

    return read


def _typed_day(cell: Any) -> str:
    found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        raise CellFault("not_a_day")
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError as error:
        raise CellFault("not_a_day") from error


def _spelled(cell: Any) -> str:
    # A number typed where text belongs is taken as it is read, if nothing of it was lost.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    raise CellFault("not_text")


def _number(cell: Any, *, otherwise: str) -> Decimal | None:
    """A number typed as text, with or without commas; None for a cell of blanks."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellFault(otherwise)
    text = str(cell).translate(_GROUPED)
    if not text.strip():
        return None
    if not text.isascii() or not _PLAIN_NUMBER.fullmatch(text) or len(text) > 30:
        raise CellFault(otherwise)
    return Decimal(text)


def _scaled(number: Decimal, scale: int) -> str:
    try:
        rounded = number.quantize(Decimal(1).scaleb(-scale))
    except InvalidOperation as error:
        raise CellFault("too_large", high="") from error
    if rounded != number:
        raise CellFault("too_many_decimals", scale=scale)
    return format(rounded, "f")


def bounds(field: Field) -> tuple[Bound, Bound]:
    """The least and the most of a number."""
    return _bound(field.minimum), _bound(field.maximum)


def _bound(of: Fraction | None) -> Bound:
    # Most bounds are whole, and comparing with those is quick.
    return int(of) if of is not None and of.denominator == 1 else of


def _require_within(number: Any, low: Bound, high: Bound) -> None:
    if low is not None and number < low:
        raise CellFault("too_small", low=_plain(low))
    if high is not None and number > high:
        raise CellFault("too_large", high=_plain(high))


def _plain(bound: int | Fraction) -> str:
    return str(bound) if isinstance(bound, int) else str(float(bound))
