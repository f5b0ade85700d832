"""Finds the cells that are formulas: a reader would hand out whatever was computed last."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from defusedxml.ElementTree import fromstring

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
# Most sheets have none: two searches that begin with plain letters say so several times sooner.
_QUICK: Final = (re.compile(rb"<f[\s/>]").search, re.compile(rb":f[\s/>]").search)
# The element `f` under any prefix.
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_CELL: Final = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7})"""
)
_NAMED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def formulas_of(file: Path) -> Iterator[tuple[str, int | None, int | None]]:
    """Sheet, row and column (from 0) of every formula; raises `KeyError` for a sheet not there."""
    with zipfile.ZipFile(file) as archive:
        for part, sheet in _names(archive).items():
            content = archive.read(part)
            if any(search(content) for search in _QUICK):
                yield from ((sheet, *place) for place in _places(content))


def _places(content: bytes) -> Iterator[tuple[int | None, int | None]]:
    for found in _FORMULA.finditer(content):
        begins = content.rfind(b"<row", 0, found.start())
        cells = list(_CELL.finditer(content, max(begins, 0), found.start()))
        if cells:
            letters, row = cells[-1].groups()
            yield int(row) - 1, _column(letters)
        else:
            yield None, None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet, by the part that holds it."""
    targets = {
        relation.get("Id"): _part(relation.get("Target", ""))
        for relation in fromstring(archive.read(_RELATIONS))
    }
    return {
        targets[element.get(_NAMED)]: element.get("name", "")
        for element in fromstring(archive.read(_BOOK)).iter()
        if element.tag.endswith("}sheet") and element.get(_NAMED) in targets
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
