"""Keeps the filed spelling of a number that a workbook only repeats: 50.0 does not become 50.00."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from common.workbook.sheets import Field, Sections


def as_filed(
    read: Sections, filed: Sections, fields_of: Mapping[str, Iterable[Field]]
) -> dict[str, Any]:
    """The sections of a workbook, each number as it was filed where it is the same number.

    `fields_of` tells the fields of each section of the form.
    """
    kept: dict[str, Any] = {}
    for name, section in read.items():
        fields, before = fields_of[name], filed.get(name)
        if isinstance(section, list):
            kept[name] = _rows(section, before, fields)
        else:
            kept[name] = _row(section, before or {}, fields)
    return kept


def _rows(rows: list[Any], before: Any, fields: Iterable[Field]) -> list[Any]:
    old = list(before or ())
    old += [{}] * (len(rows) - len(old))
    known = tuple(fields)
    return [_row(row, was, known) for row, was in zip(rows, old, strict=False)]


def _row(row: Mapping[str, Any], was: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, Any]:
    if row == was or not was:
        return dict(row)
    kept = dict(row)
    for field in fields:
        now, before = row.get(field.name), was.get(field.name)
        if now is None or before is None or now == before:
            continue
        if field.type == "decimal" and Decimal(now) == Decimal(before):
            kept[field.name] = before
        elif field.type == "table":
            kept[field.name] = _rows(now, before, field.columns)
    return kept
