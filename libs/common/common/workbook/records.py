"""Sections as the records of sheets, and back; what says nothing is left out."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from common.workbook.sheets import YEAR, Column, Group, Sections, Sheet, year_order

Record = Mapping[str, Any]
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


def records_of(sheet: Sheet, sections: Sections) -> list[Record]:
    """The records of a sheet, as the sections hold them."""
    section = sections.get(sheet.section)
    if not section:
        return []
    if sheet.table is not None:
        return list(section.get(sheet.table) or ())
    return list(section) if isinstance(section, list) else [section]


def cells_of(record: Record, columns: Sequence[Column]) -> list[Any]:
    """The values of a record in the order of columns."""
    entries: dict[str, dict[tuple[int | None, int], Record]] = {}
    for column in columns:
        if column.group is not None and column.group.table not in entries:
            table = column.group.table
            entries[table] = _by_year(record.get(table) or ())
    return [_value(record, column, entries) for column in columns]


def records_from(columns: Mapping[Column, Sequence[Any]]) -> list[dict[str, Any]]:
    """The records that the values of columns make, row by row; None is nothing."""
    plain = {column.field.name: values for column, values in columns.items() if not column.group}
    records = _rows(plain)
    groups: dict[Group, dict[str, Sequence[Any]]] = {}
    for column, values in columns.items():
        if column.group is not None:
            groups.setdefault(column.group, {})[column.field.name] = values
    for group in sorted(groups, key=lambda group: (*year_order(group.year), group.ordinal)):
        entries = _rows(groups[group], year=group.year)
        records = records or [{} for _ in entries]
        for record, entry in zip(records, entries, strict=True):
            if entry and group.table in record:
                record[group.table].append(entry)
            elif entry:
                record[group.table] = [entry]
    return records


def _rows(columns: Mapping[str, Sequence[Any]], *, year: int | None = None) -> list[dict[str, Any]]:
    """Each row as an object, with its year if it says anything; the year stands first."""
    names, rows = tuple(columns), zip(*columns.values(), strict=True)
    if not any(None in values for values in columns.values()):
        if year is None:
            return [dict(zip(names, row, strict=True)) for row in rows]
        dated = (YEAR, *names)
        return [dict(zip(dated, (year, *row), strict=True)) for row in rows]
    first = {} if year is None else {YEAR: year}
    said = [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in rows
    ]
    return [first | row if row else row for row in said]


def assembled(
    sheet: Sheet, records: Sequence[dict[str, Any]], sections: dict[str, Any]
) -> list[int]:
    """Put what the records of a sheet say into their section; tells which ones said something."""
    said = [index for index, record in enumerate(records) if len(record) > (YEAR in record)]
    kept = [records[index] for index in said]
    if sheet.table is not None and kept:
        sections.setdefault(sheet.section, {})[sheet.table] = kept
    elif sheet.table is None and sheet.records == 1 and kept:
        sections.setdefault(sheet.section, {}).update(kept[0])
    elif sheet.table is None and kept:
        sections[sheet.section] = kept
    return said


def _by_year(entries: Sequence[Record]) -> dict[tuple[int | None, int], Record]:
    ordered = sorted(entries, key=lambda entry: year_order(entry.get(YEAR)))
    found: dict[tuple[int | None, int], Record] = {}
    for year, same in groupby(ordered, key=lambda entry: entry.get(YEAR)):
        found |= {(year, ordinal): entry for ordinal, entry in enumerate(same, start=1)}
    return found


def _value(record: Record, column: Column, entries: Mapping[str, Mapping[Any, Record]]) -> Any:
    group = column.group
    if group is None:
        value = record.get(column.field.name)
    else:
        entry = entries[group.table].get((group.year, group.ordinal)) or {}
        value = entry.get(column.field.name)
    return None if value in _NOTHING else value
