"""Writes the workbook: the form's tables as sheets to fill in, or as they are filled in."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from common.workbook.cells import NO, YES, Cell, written
from common.workbook.cover import write_cover
from common.workbook.formats import Formats, width_of
from common.workbook.records import cells_of, records_of
from common.workbook.sheets import (
    FIRST_ROW,
    HEAD_COLUMNS,
    HEAD_ROWS,
    KEY_ROW,
    YEAR,
    Book,
    Column,
    Field,
    Sections,
    Sheet,
    Words,
    Years,
    years_in,
)

_LIST_CHARACTERS: Final = 255
_EMPTY_ROWS: Final = 15
_NARROW: Final = 12  # more columns are printed on a larger sheet
_A4, _A3 = 9, 8
_SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A workbook to write: what it is about, for whom, with which sections."""

    title: str
    subtitle: str
    base_year: int
    facts: tuple[tuple[str, str], ...]
    sections: Sections
    at: datetime


def workbook(order: Order, of: Book) -> bytes:
    """The bytes of a workbook; every text is a text cell, and nothing in it can run."""
    made = io.BytesIO()
    book = Workbook(made, dict(_SAFE))
    book.set_properties(
        {"title": order.title, "subject": order.subtitle, "created": order.at.replace(tzinfo=None)}
    )
    formats = Formats(book)
    write_cover(book, formats, of, order.title, order.facts)
    for sheet in of.sheets:
        _write(book.add_worksheet(sheet.name), sheet, order, formats, of.words)
    book.close()
    return made.getvalue()


def _write(page: Worksheet, sheet: Sheet, order: Order, formats: Formats, words: Words) -> None:
    records = records_of(sheet, order.sections)
    columns = sheet.columns(
        years_in(sheet, records, default=_default_years(order.base_year, words))
    )
    if sheet.beside:
        _write_beside(page, sheet, columns, formats, words)
        records = records or _begun(sheet, order.base_year)
    else:
        _write_heads(page, sheet, columns, formats, words)
    for index, record in enumerate(records):
        for at, value in enumerate(cells_of(record, columns)):
            if value is not None:
                place = sheet.place(index, at)
                _put(page, place, written(value, columns[at].field), formats.of(columns[at].field))
    for at, column in enumerate(columns):
        _validate(page, sheet, at, column.field)
    if not sheet.beside:  # so that paper shows where to write
        _write_empty(page, sheet, columns, formats, begin=len(records))
    _set_up(page, sheet, order, wide=len(columns) > _NARROW)


def _write_empty(
    page: Worksheet, sheet: Sheet, columns: Sequence[Column], formats: Formats, *, begin: int
) -> None:
    for record in range(begin, _EMPTY_ROWS):
        for at, column in enumerate(columns):
            page.write_blank(*sheet.place(record, at), None, formats.of(column.field))
    last = sheet.place(max(begin, _EMPTY_ROWS) - 1, len(columns) - 1)
    page.print_area(0, 0, *last)


def _write_heads(
    page: Worksheet, sheet: Sheet, columns: Sequence[Column], formats: Formats, words: Words
) -> None:
    """Title, hint, two rows of heads, the hidden keys."""
    last = max(len(columns) - 1, 1)
    page.merge_range(0, 0, 0, last, sheet.name, formats.title)
    page.merge_range(1, 0, 1, last, words.hints[sheet.about], formats.hint)
    page.set_row(0, 30)
    page.set_row(1, 32)
    page.set_row(2, 18)
    page.set_row(3, 46)
    page.set_row(KEY_ROW, None, None, {"hidden": True})
    for at, column in enumerate(columns):
        page.set_column(at, at, width_of(column.field), formats.of(column.field))
        page.write_string(KEY_ROW, at, column.key, formats.key)
        if column.group is None:
            page.merge_range(2, at, 3, at, _head(column.field), formats.head)
        else:
            page.write_string(3, at, _head(column.field), formats.head)
    _write_years(page, columns, formats)
    page.freeze_panes(HEAD_ROWS, 1)
    page.repeat_rows(2, 3)


def _write_years(page: Worksheet, columns: Sequence[Column], formats: Formats) -> None:
    spans: dict[Any, list[int]] = {}
    for at, column in enumerate(columns):
        if column.group is not None:
            spans.setdefault(column.group, []).append(at)
    for group, span in spans.items():
        head = f"{group.year}年" if group.year is not None else "未注明年度"
        if len(span) > 1:
            page.merge_range(2, span[0], 2, span[-1], head, formats.head)
        else:
            page.write_string(2, span[0], head, formats.head)


def _write_beside(
    page: Worksheet, sheet: Sheet, columns: Sequence[Column], formats: Formats, words: Words
) -> None:
    """Keys, names and units on the left, a column for each record, what it is for on the right."""
    after = HEAD_COLUMNS + sheet.records
    page.merge_range(0, 1, 0, after, sheet.name, formats.title)
    page.merge_range(1, 1, 1, after, words.hints[sheet.about], formats.hint)
    page.set_row(0, 30)
    page.set_row(1, 24)
    page.set_column(0, 0, None, None, {"hidden": True})
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 10)
    page.set_column(HEAD_COLUMNS, after - 1, 17)
    page.set_column(after, after, 26)
    for at, column in enumerate(columns):
        row = FIRST_ROW + at
        page.write_string(row, 0, column.key, formats.key)
        page.write_string(row, 1, _starred(column.field), formats.side)
        page.write_string(row, 2, column.field.unit, formats.unit)
        page.write_string(row, after, _note(column.field), formats.note)
        for record in range(sheet.records):
            page.write_blank(row, HEAD_COLUMNS + record, None, formats.of(column.field))
    page.freeze_panes(FIRST_ROW + 1 if sheet.records > 1 else FIRST_ROW, HEAD_COLUMNS)
    page.repeat_rows(0, FIRST_ROW)


def _begun(sheet: Sheet, base_year: int) -> list[Mapping[str, Any]]:
    """Nothing filed yet: the years stand there already, which says nothing by itself."""
    if all(field.name != YEAR for field in sheet.fields):
        return []
    return [{YEAR: base_year - back} for back in range(sheet.records - 1, -1, -1)]


def _put(page: Worksheet, place: tuple[int, int], cell: Cell, form: Any) -> None:
    if isinstance(cell, str):
        page.write_string(*place, cell, form)
    elif isinstance(cell, date):
        page.write_datetime(*place, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
    else:
        page.write_number(*place, cell, form)


def _validate(page: Worksheet, sheet: Sheet, at: int, field: Field) -> None:
    rule = _rule(field)
    if rule is None:
        return
    first, last = sheet.place(0, at), sheet.place(sheet.records - 1, at)
    note = _note(field)
    words = {"input_title": field.zh[:32], "input_message": note[:255]} if note else {}
    error = {"error_title": "填写有误", "error_message": f"请核对“{field.zh}”。"}
    refused = page.data_validation(*first, *last, rule | words | error)
    assert not refused, f"{field.name}: the drop-down was not made"


def _rule(field: Field) -> dict[str, Any] | None:
    if field.type in {"bool", "enum"}:
        words = [YES, NO] if field.type == "bool" else [choice.zh for choice in field.choices]
        assert len(",".join(words)) <= _LIST_CHARACTERS, f"{field.name}: a longer list than fits"
        return {"validate": "list", "source": words}
    if field.type in {"int", "decimal"} and field.minimum is not None:
        bounds = {"minimum": float(field.minimum), "maximum": float(field.maximum or 0)}
        kind = "integer" if field.type == "int" else "decimal"
        return {"validate": kind, "criteria": "between"} | bounds
    if field.type in {"text", "code"}:
        return {"validate": "length", "criteria": "<=", "value": field.max_length}
    return None


def _set_up(page: Worksheet, sheet: Sheet, order: Order, *, wide: bool) -> None:
    page.set_landscape()
    page.set_paper(_A3 if wide else _A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_header(f"&L{_plain(order.title)}&R{_plain(order.subtitle)}")
    page.set_footer(f"&L{sheet.name}&R第 &P 页 共 &N 页")
    page.hide_gridlines(0)


def _plain(text: str) -> str:
    return text.replace("&", "&&")


def _default_years(base_year: int, words: Words) -> Years:
    return {name: [base_year + offset for offset in past] for name, past in words.years.items()}


def _head(field: Field) -> str:
    return f"{_starred(field)}\n（{field.unit}）" if field.unit else _starred(field)


def _starred(field: Field) -> str:
    return f"{field.zh}" if field.required == "no" else f"* {field.zh}"


def _note(field: Field) -> str:
    when = f"{field.when_zh}填写。" if field.required == "conditional" else ""
    return f"{when}依据：{field.clause}。"
