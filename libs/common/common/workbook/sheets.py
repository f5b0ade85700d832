"""Which sheets a workbook has and what stands where: a form's tables, laid out for a person.

A hidden row (or column) holds the key of each field, so that a renamed head or a moved column is
still understood.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

# So few records stand side by side, each a column; more of them stand below one another.
BESIDE: Final = 4
YEAR: Final = "year"
# Of a sheet with records below one another: title, hint, two rows of heads, keys, records.
HEAD_ROWS: Final = 5
KEY_ROW: Final = 4
# Of one with records side by side: keys, names, units, records, notes; title and hint above.
FIRST_ROW: Final = 2
HEAD_COLUMNS: Final = 3
Years = Mapping[str, Sequence[int | None]]
Sections = Mapping[str, Any]
# The field tables are `programme.forms.tables`; this library imports nothing of the law.
Field = Any
FormSection = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a workbook, and the years its tables are laid out for, from the base year.

    `hints` are by section, or by table where a section has several.
    """

    cover: str
    notes: tuple[str, ...]
    hints: Mapping[str, str]
    years: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one year of a table within a row; `ordinal` tells two of one year apart."""

    table: str
    ordinal: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record, or of one year within it."""

    field: Field
    group: Group | None = None

    @property
    def key(self) -> str:
        """What the hidden row says."""
        if self.group is None:
            return str(self.field.name)
        year = "" if self.group.year is None else str(self.group.year)
        return f"{self.group.table}.{self.group.ordinal}.{year}.{self.field.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of the form; `table` is its name within a section that is one object."""

    name: str
    section: str
    table: str | None
    fields: tuple[Field, ...]
    records: int

    @property
    def beside(self) -> bool:
        """Whether records stand side by side."""
        return self.records <= BESIDE

    @property
    def about(self) -> str:
        """What its hint is called."""
        return self.table or self.section

    def columns(self, years: Years) -> tuple[Column, ...]:
        """Its columns in order; each table within a row is laid out for its years."""
        return tuple(column for field in self.fields for column in _columns(field, years))

    def place(self, record: int, column: int) -> tuple[int, int]:
        """Row and column of a field, from 0."""
        if self.beside:
            return FIRST_ROW + column, HEAD_COLUMNS + record
        return HEAD_ROWS + record, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a workbook is made of: its sheets in the order of the form, and its words."""

    sheets: tuple[Sheet, ...]
    words: Words


def book_of(sections: Iterable[FormSection], words: Words) -> Book:
    """The workbook of some sections of a form."""
    return Book(sheets=tuple(sheet for one in sections for sheet in _sheets(one)), words=words)


def years_in(sheet: Sheet, records: Iterable[Mapping[str, Any]], *, default: Years) -> Years:
    """The years each table within the records needs columns for; a default where it says none."""
    rows = list(records)
    return {
        field.name: _years(field.name, rows, default[field.name])
        for field in sheet.fields
        if field.type == "table"
    }


def cell_name(row: int, column: int) -> str:
    """A cell as a person names it: `C12`; row and column from 0."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters of a column, from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _sheets(section: FormSection) -> Iterator[Sheet]:
    if section.shape == "list":
        yield _sheet(section.zh, section, None, section.fields, section.max_items or 0)
        return
    plain = tuple(field for field in section.fields if field.type != "table")
    yield _sheet(section.zh, section, None, plain, 1)
    for field in section.fields:
        if field.type == "table":
            yield _sheet(field.zh, section, field.name, field.columns, field.max_items or 0)


def _sheet(
    name: str, section: FormSection, table: str | None, fields: tuple[Field, ...], records: int
) -> Sheet:
    assert all(field.type != "list" for field in fields), f"{name}: no cell holds a list"
    return Sheet(name=name, section=section.name, table=table, fields=fields, records=records)


def _columns(field: Field, years: Years) -> Iterator[Column]:
    if field.type != "table":
        yield Column(field)
        return
    for year, same in groupby(years[field.name]):
        for ordinal, _ in enumerate(same, start=1):
            group = Group(field.name, ordinal, year)
            yield from (Column(inner, group) for inner in field.columns if inner.name != YEAR)


def _years(
    name: str, rows: Sequence[Mapping[str, Any]], default: Sequence[int | None]
) -> Sequence[int | None]:
    most: dict[int | None, int] = dict.fromkeys(default, 1)
    for row in rows:
        filed = sorted((entry.get(YEAR) for entry in row.get(name) or ()), key=year_order)
        for year, same in groupby(filed):
            most[year] = max(most.get(year, 0), len(list(same)))
    return [year for year in sorted(most, key=year_order) for _ in range(most[year])]


def year_order(year: int | None) -> tuple[bool, int]:
    """Years in order, one that is not said last."""
    return year is None, year or 0
