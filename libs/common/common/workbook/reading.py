"""Reads a workbook back: its sections, and everything that is wrong with it at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineWorkbook

from common.errors import Text
from common.workbook.cells import reader
from common.workbook.columns import whole_column
from common.workbook.faults import CellFault, Fault, fault
from common.workbook.formulas import formulas_of
from common.workbook.records import assembled, records_from
from common.workbook.sheets import (
    FIRST_ROW,
    HEAD_COLUMNS,
    HEAD_ROWS,
    KEY_ROW,
    Book,
    Column,
    Group,
    Sheet,
)

FAULTS_AT_MOST: Final = 200
COLUMNS_AT_MOST: Final = 200
Cells = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Sheets:
    """The cells of a workbook by sheet and key, each a value of the form, and what is wrong.

    `keys`, by sheet: what its columns are, in order. `fault_count` counts those beyond the limit.
    """

    columns: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def note(self, found: Iterable[Fault]) -> None:
        """Count faults, and keep so many as are listed."""
        for one in found:
            self.fault_count += 1
            if len(self.faults) < FAULTS_AT_MOST:
                self.faults.append(one)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says. `rows`, by sheet: which record of the form is which of the sheet."""

    sheets: Sheets
    sections: dict[str, Any]
    rows: dict[str, list[int]]


def read(file: Path, book: Book) -> Reading:
    """The sections a workbook states; nothing of one with faults is to be used."""
    found = read_sheets(file, book)
    found.note(formula_faults(file, book))
    return reading_of(found, book)


def reading_of(found: Sheets, book: Book) -> Reading:
    """The sections that sheets make."""
    reading = Reading(found, {}, {})
    for sheet in book.sheets:
        if sheet.name in found.columns:
            known = {key: _column(sheet, key) for key in found.columns[sheet.name]}
            columns = {
                column: found.columns[sheet.name][key] for key, column in known.items() if column
            }
            made = records_from(columns)
            reading.rows[sheet.name] = assembled(sheet, made, reading.sections)
    if not reading.sections and not found.fault_count:
        found.note([fault(CellFault("nothing"))])
    return reading


def read_sheets(file: Path, book: Book) -> Sheets:
    """The cells of the sheets that are the template's."""
    reading = Sheets()
    with CalamineWorkbook.from_path(file) as workbook:
        names = workbook.sheet_names
        known = {sheet.name: sheet for sheet in book.sheets}
        for name in names:
            if name in known:
                _take(workbook.get_sheet_by_name(name), known[name], reading)
            elif name != book.words.cover:
                reading.ignored.append(name)
    _require_whole(names, known.values(), reading)
    return reading


def formula_faults(file: Path, book: Book) -> list[Fault]:
    """A fault for every formula in one of these sheets."""
    known = {sheet.name for sheet in book.sheets}
    return [
        fault(CellFault("formula"), sheet=name, row=row, column=column)
        for name, row, column in formulas_of(file)
        if name in known
    ]


def _take(found: Any, sheet: Sheet, reading: Sheets) -> None:
    if found.total_width > COLUMNS_AT_MOST:
        reading.note([_at(sheet, CellFault("head_unknown"), column=COLUMNS_AT_MOST)])
        return
    grid = found.to_python(skip_empty_area=False)
    keys, records = _beside(grid, sheet) if sheet.beside else _below(grid)
    columns = _columns(sheet, keys, reading)
    while records and not any(cell != "" for cell in records[-1]):
        records.pop()
    if len(records) > sheet.records:
        error = CellFault("too_many_rows", most=sheet.records)
        reading.note([_at(sheet, error, row=sheet.place(sheet.records, 0)[0])])
        return
    reading.keys[sheet.name] = keys
    reading.columns[sheet.name] = _values_by_key(sheet, columns, records, reading)


def _below(grid: Cells) -> tuple[list[str], list[Sequence[Any]]]:
    keys = [str(cell).strip() for cell in grid[KEY_ROW]] if len(grid) > KEY_ROW else []
    return keys, list(grid[HEAD_ROWS:])


def _beside(grid: Cells, sheet: Sheet) -> tuple[list[str], list[Sequence[Any]]]:
    rows = grid[FIRST_ROW:]
    keys = [str(row[0]).strip() for row in rows]
    wide = range(HEAD_COLUMNS, HEAD_COLUMNS + sheet.records)
    return keys, [[row[at] if at < len(row) else "" for row in rows] for at in wide]


def _columns(sheet: Sheet, keys: Sequence[str], reading: Sheets) -> list[Column | None]:
    """What each column holds; None for one without a key, which has to be empty."""
    seen, columns = set[str](), list[Column | None]()
    for index, key in enumerate(keys):
        column = _column(sheet, key)
        if key and (column is None or key in seen):
            code = "head_twice" if key in seen else "head_unknown"
            reading.note([_at(sheet, CellFault(code), at=sheet.place(0, index))])
            column = None
        seen.add(key)
        columns.append(column)
    if not any(columns):
        reading.note([_at(sheet, CellFault("heads_missing"))])
    return columns


def _column(sheet: Sheet, key: str) -> Column | None:
    plain = {one.name: Column(one) for one in sheet.fields if one.type != "table"}
    return plain.get(key) or _of_a_year(sheet, key)


def _of_a_year(sheet: Sheet, key: str) -> Column | None:
    parts = key.split(".")
    numbers = len(parts) == 4 and parts[1].isdecimal() and (not parts[2] or parts[2].isdecimal())
    if not numbers or len(key) > 100:
        return None
    group = Group(parts[0], int(parts[1]), int(parts[2]) if parts[2] else None)
    inner = {
        (table.name, one.name): one
        for table in sheet.fields
        for one in table.columns
        if one.name != "year"
    }
    found = inner.get((parts[0], parts[3]))
    column = Column(found, group) if found else None
    return column if column and column.key == key else None


def _values_by_key(
    sheet: Sheet,
    columns: Sequence[Column | None],
    records: Sequence[Sequence[Any]],
    reading: Sheets,
) -> dict[str, list[Any]]:
    faults: list[Fault] = []
    read: dict[str, list[Any]] = {}
    for index, cells in enumerate(zip(*records, strict=True)):
        column = columns[index] if index < len(columns) else None
        values, wrong = _values(cells, column)
        faults += [
            _at(sheet, error, at=sheet.place(record, index), column_of=column)
            for record, error in wrong
        ]
        if column is not None:
            read[column.key] = values
    faults.sort(key=lambda one: (one.row or 0, one.column or 0))
    reading.note(faults)
    return read


def _values(
    cells: Sequence[Any], column: Column | None
) -> tuple[list[Any], list[tuple[int, CellFault]]]:
    wrong: list[tuple[int, CellFault]] = []
    if column is None:
        said = [index for index, cell in enumerate(cells) if cell != ""]
        return [], [(index, CellFault("head_unknown")) for index in said[:1]]
    whole = whole_column(column.field, cells)
    if whole is not None:
        return whole, wrong
    convert, values = reader(column.field), list[Any]()
    for index, cell in enumerate(cells):
        try:
            values.append(None if cell == "" else convert(cell))
        except CellFault as error:
            values.append(None)
            wrong.append((index, error))
    return values, wrong


def _require_whole(names: Sequence[str], known: Iterable[Sheet], reading: Sheets) -> None:
    """A part of the form that is several sheets is taken with all of them, or not at all."""
    by_section: dict[str, list[str]] = {}
    for sheet in known:
        by_section.setdefault(sheet.section, []).append(sheet.name)
    missing = {name: [one for one in own if one not in names] for name, own in by_section.items()}
    for section, absent in missing.items():
        if absent and len(absent) < len(by_section[section]):
            for name in absent:
                error = CellFault("sheet_missing", sheet=name)
                reading.note([fault(error, sheet=name)])


def _at(
    sheet: Sheet,
    error: CellFault,
    *,
    row: int | None = None,
    column: int | None = None,
    at: tuple[int, int] | None = None,
    column_of: Column | None = None,
) -> Fault:
    row, column = at or (row, column)
    return fault(error, sheet=sheet.name, row=row, column=column, label=_label(column_of))


def _label(column: Column | None) -> Text:
    if column is None:
        return Text("", "")
    year = column.group.year if column.group else None
    zh = f"{year}年{column.field.zh}" if year else column.field.zh
    en = f"{column.field.en} {year}" if year else column.field.en
    return Text(zh, en)
