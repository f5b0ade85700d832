"""Files of the register: nothing in them runs, and what goes in comes out (C-46)."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.downloads import workbook_file
from registry.downloads.content import COLUMNS, FIELDS, Moment
from registry.downloads.csv_file import CsvFile, inert
from registry.downloads.json_file import JsonFile
from registry.downloads.workbook_file import WorkbookFile

MOMENT = Moment(date(2026, 3, 1), 12)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NASTY = [
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "＝HYPERLINK(1)",
    "'=1",
    'DDE("cmd";"/C calc")',
    '"quoted", with\nnewline;=1',
    "emoji 🏭 and 𠮷",
    "\x07bell",
    "https://example.org/",
    "911101066976941872",
]


def row(name: str) -> dict[str, Any]:
    """A row of the register whose free texts are all one text."""
    period = {"first_day": "2024-03-08", "last_day": "2027-03-07"}
    free = ("name", "leading_industry", "territory", "institution_name", "official_address")
    return dict.fromkeys([*FIELDS, "institution_code"], "x") | {
        **dict.fromkeys(free, name),
        "standing": "valid",
        "periods": [period],
        "revocations": [],
        "set_asides": [],
        "plan_targets": [],
        "published_on": date(2024, 3, 8),
    }


def made(form: Callable[[Any, Moment], Any], *names: str) -> bytes:
    """A file of rows with these names."""
    file = io.BytesIO()
    writer = form(file, MOMENT)
    writer.add([row(name) for name in names])
    writer.finish()
    writer.close()
    return file.getvalue()


def sheet_cells(data: bytes, number: int = 1) -> list[list[str]]:
    """The texts of a sheet; fails for a cell that is anything but text."""
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(f"xl/worksheets/sheet{number}.xml")
    root = Xml.fromstring(sheet)  # our own file
    assert not list(root.iter(f"{MAIN}f"))
    assert {cell.get("t") for cell in root.iter(f"{MAIN}c")} == {"inlineStr"}
    return [[_text(cell) for cell in line] for line in root.iter(f"{MAIN}row")]


def _text(cell: Any) -> str:
    written = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), written)


def test_no_cell_of_a_workbook_is_a_formula_and_every_text_comes_back() -> None:
    data = made(WorkbookFile, *NASTY)
    head, *lines = sheet_cells(data)
    assert head == list(COLUMNS.values())
    shown = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    assert [each["name"] for each in shown] == NASTY
    assert {each["standing"] for each in shown} == {"有效"}
    assert dict(sheet_cells(data, 2))["集群数"] == str(len(NASTY))
    assert made(WorkbookFile, *NASTY) == data
    assert not [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "vba" in name]


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "ROWS_OF_A_SHEET", 2)
    data = made(WorkbookFile, "a", "b", "c", "d", "e")
    assert [len(sheet_cells(data, number)) for number in (1, 2, 3)] == [3, 3, 2]


def test_a_workbook_that_is_never_finished_leaves_nothing_behind(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    writer = WorkbookFile(io.BytesIO(), MOMENT)
    writer.add([row("a")])
    assert list(tmp_path.rglob("*"))
    writer.close()
    assert not list(tmp_path.rglob("*"))


def read_back(cell: str) -> str:
    """What a reader of the CSV does, as the API's documents say."""
    return cell.removeprefix("'")


def test_no_cell_of_a_csv_begins_as_a_formula_and_every_text_comes_back() -> None:
    data = made(CsvFile, *NASTY)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert head == list(COLUMNS)
    for name, line in zip(NASTY, lines, strict=True):
        shown = dict(zip(COLUMNS, line, strict=True))
        assert read_back(shown["name"]) == name
        assert (shown["first_day"], shown["last_day"]) == ("2024-03-08", "2027-03-07")
        assert not any(cell.lstrip(" \u200b").startswith(ACTIVE) for cell in line), line


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_is_made_inert_and_can_be_read_back(text: str) -> None:
    cell = inert(text)
    assert not cell.startswith(ACTIVE)
    assert read_back(cell) == text
    assert cell in {text, f"'{text}"}


def test_json_has_a_line_for_each_cluster_and_their_count_and_hash() -> None:
    data = made(JsonFile, *NASTY)
    whole = json.loads(data)
    assert (whole["as_of"], whole["change"], whole["count"]) == ("2026-03-01", 12, len(NASTY))
    assert [item["name"] for item in whole["items"]] == NASTY
    lines = [line.removesuffix(b",") + b"\n" for line in data.split(b"\n")[1:-2]]
    assert len(lines) == whole["count"]
    assert hashlib.sha256(b"".join(lines)).hexdigest() == whole["items_sha256"]
    assert json.loads(made(JsonFile)) | {"items_sha256": ""} == {
        "as_of": "2026-03-01",
        "change": 12,
        "items": [],
        "count": 0,
        "items_sha256": "",
    }
