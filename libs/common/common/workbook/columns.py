"""A whole column of cells at once: most columns of a long table hold nothing unusual."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from common.workbook.cells import EXACT, YES_NO, bounds, choices
from common.workbook.sheets import Field


def whole_column(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    """The values of a column without a blank or a fault, at once; None if it takes a closer look.

    It agrees with `reader`, which says what is wrong with one cell and takes several times longer.
    """
    types = set(map(type, cells))
    if types != {float if field.type in {"int", "decimal"} else str}:
        return None
    return _WHOLE[field.type](field, cells)


def _whole_text(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    plain = "".join(cells).isprintable() and not any(map(str.isspace, cells))
    fits = "" not in cells and max(map(len, cells)) <= (field.max_length or 0)
    return list(cells) if plain and fits else None


def _whole_code(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    matches = re.compile(field.pattern or "").fullmatch
    fits = max(map(len, cells)) <= (field.max_length or 0)
    return list(cells) if fits and all(map(matches, cells)) else None


def _whole_integer(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    if not _all_within(field, cells):
        return None
    whole = list(map(int, cells))
    return whole if whole == list(cells) else None


def _whole_decimal(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    if not _all_within(field, cells):
        return None
    form = f"%.{field.scale}f"
    texts = [form % cell for cell in cells]
    return texts if list(map(float, texts)) == list(cells) and form % -0.0 not in texts else None


def _whole_choice(field: Field, cells: Sequence[Any]) -> list[Any] | None:
    values = list(map(choices(field).get, cells))
    return None if None in values else values


def _whole_boolean(_field: Field, cells: Sequence[Any]) -> list[Any] | None:
    values = list(map(YES_NO.get, cells))
    return None if None in values else values


def _all_within(field: Field, cells: Sequence[Any]) -> bool:
    low, high = bounds(field)
    least, most = min(cells), max(cells)
    within = (low is None or low <= least) and (high is None or most <= high)
    return bool(within and least > -EXACT and most < EXACT)


_WHOLE: Final[dict[str, Callable[[Field, Sequence[Any]], list[Any] | None]]] = {
    "text": _whole_text,
    "code": _whole_code,
    "int": _whole_integer,
    "decimal": _whole_decimal,
    "bool": _whole_boolean,
    "enum": _whole_choice,
    "date": lambda _field, _cells: None,
}
