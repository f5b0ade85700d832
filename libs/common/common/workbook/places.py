"""Where in a workbook a figure stands that a JSON pointer names."""

from dataclasses import dataclass
from typing import Any

from common.workbook.reading import Reading
from common.workbook.sheets import YEAR, Book, Sections, Sheet

Place = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Places:
    """The cells of one workbook that was read."""

    book: Book
    reading: Reading

    def of(self, pointer: str) -> Place:
        """Sheet, row and column of a pointer; only what is known of it."""
        parts = pointer.strip("/").split("/")
        for sheet in self.book.sheets:
            rest = _within(sheet, parts)
            rows = self.reading.rows.get(sheet.name)
            if rest is not None and rows is not None:
                return self._cell(sheet, rest, rows)
        return ("", None, None)

    def _cell(self, sheet: Sheet, rest: list[str], rows: list[int]) -> Place:
        record = rows[int(rest[0])]
        key = rest[1] if len(rest) == 2 else self._key_of_entry(sheet, rest)
        keys = self.reading.sheets.keys[sheet.name]
        if key not in keys:
            return sheet.name, None, None
        return (sheet.name, *sheet.place(record, keys.index(key)))

    def _key_of_entry(self, sheet: Sheet, rest: list[str]) -> str:
        """The key of a figure within a row: its year, and which one of that year."""
        index, table, at, name = int(rest[0]), rest[1], int(rest[2]), rest[3]
        entries = _entries(sheet, self.reading.sections, index, table)
        year = entries[at].get(YEAR)
        ordinal = 1 + sum(one.get(YEAR) == year for one in entries[:at])
        return f"{table}.{ordinal}.{'' if year is None else year}.{name}"


def _within(sheet: Sheet, parts: list[str]) -> list[str] | None:
    """Record, field and so on: what follows the name of the sheet's table."""
    path = [sheet.section] if sheet.table is None else [sheet.section, sheet.table]
    rest = parts[len(path) :]
    if sheet.records == 1 and len(rest) == 1:  # a field of the one record there is
        rest = ["0", *rest]
    counted = len(rest) in {2, 4} and rest[0].isdecimal()
    return rest if parts[: len(path)] == path and counted else None


def _entries(sheet: Sheet, sections: Sections, index: int, table: str) -> list[Any]:
    rows = sections[sheet.section] if sheet.table is None else sections[sheet.section][sheet.table]
    return list(rows[index][table])
