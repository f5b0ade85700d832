"""The register as a workbook: text in every cell, in constant memory."""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import IO, Any, Final

from xlsxwriter import Workbook

from programme.vocabularies import vocabularies
from registry.downloads.content import COLUMNS, Moment, cells

ROWS_OF_A_SHEET: Final = 1_000_000  # a sheet has no more than 1,048,576
LONGEST_CELL: Final = 32_767
_AS_TEXT: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class WorkbookFile:
    """Writes rows as they come; a sheet that is full is followed by another."""

    def __init__(self, file: IO[bytes], moment: Moment) -> None:
        self._moment = moment
        self._folder = tempfile.TemporaryDirectory()
        self._book = Workbook(file, {**_AS_TEXT, "tmpdir": self._folder.name})
        # Else the same register would make other bytes each time.
        self._book.set_properties({"created": datetime.combine(moment.day, time())})
        self._bold = self._book.add_format({"bold": True})
        self._standings = _terms("standing")
        self._count = 0
        self._sheet: Any = None
        self._begin()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write some rows."""
        for row in rows:
            if self._count and self._count % ROWS_OF_A_SHEET == 0:
                self._begin()
            line = cells({**row, "standing": self._standings[row["standing"]]}, self._moment)
            self._write(self._count % ROWS_OF_A_SHEET + 1, line)
            self._count += 1

    def finish(self) -> None:
        """Write the sheet that says what this is, and the file."""
        self._sheet = self._book.add_worksheet("说明")
        about = {
            "名录日期": self._moment.day.isoformat(),
            "最后变更序号": str(self._moment.change),
            "集群数": str(self._count),
        }
        for number, pair in enumerate(about.items()):
            self._write(number, pair)
        self._book.close()

    def close(self) -> None:
        """Leave nothing behind, also when the file was never finished."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
        self._folder.cleanup()

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(COLUMNS) - 1, 20)
        self._write(0, COLUMNS.values(), self._bold)

    def _write(self, number: int, texts: Iterable[str], *form: Any) -> None:
        for column, text in enumerate(texts):
            self._sheet.write_string(number, column, text[:LONGEST_CELL], *form)


def _terms(name: str) -> dict[str, str]:
    of = next(each for each in vocabularies() if each.name == name)
    return {term.value: term.zh for term in of.terms}
