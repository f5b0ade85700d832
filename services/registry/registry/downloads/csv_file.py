"""The register as CSV (RFC 4180, UTF-8 with its mark): every cell quoted, none a formula."""

import codecs
import csv
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any, Final

from registry.downloads.content import COLUMNS, Moment, cells

MARK: Final = b"\xef\xbb\xbf"
# What a spreadsheet takes for a formula, full width included, also after blanks; and what it would
# drop on the way there. An apostrophe is escaped too, so that one can be taken off again.
_ACTIVE: Final = re.compile(r"[\s\x00-\x1f\u200b\ufeff]*[=+\-@＝＋－＠']|[\t\r\n]")


class CsvFile:
    """Writes rows as they come."""

    def __init__(self, file: IO[bytes], moment: Moment) -> None:
        self._moment = moment
        file.write(MARK)
        text = codecs.getwriter("utf-8")(file)
        self._writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write some rows."""
        for row in rows:
            self._writer.writerow([inert(cell) for cell in cells(row, self._moment)])

    def finish(self) -> None:
        """Every line is written already."""

    def close(self) -> None:
        """Nothing is held but the file, which is the caller's."""


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe before what might be a formula."""
    return f"'{cell}" if _ACTIVE.match(cell) else cell
