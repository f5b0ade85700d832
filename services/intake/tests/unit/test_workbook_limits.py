"""What a workbook may not be: another table, too long, a bomb; each is told, and nobody falls."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from common.documents.inside.limits import MIB, Limits
from common.documents.refusals import DocumentRefused
from common.testing.documents import workbook as bare
from common.workbook.apart import Clerk
from common.workbook.sheets import HEAD_ROWS, KEY_ROW
from common.workbook.writing import Order, workbook
from intake.workbook.book import BOOK, CLERK

TITLES = next(sheet for sheet in BOOK.sheets if sheet.section == "titles")
CODE = "91110000101623741K"
HEADS = ["uscc", "title_kind"]


def order(**sections: Any) -> Order:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    return Order(title="表", subtitle="2024", base_year=2023, facts=(), sections=sections, at=at)


def titles(*rows: list[Any], keys: list[str] = HEADS, extra: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with Workbook(made) as book:
        page = book.add_worksheet(TITLES.name)
        page.write_row(KEY_ROW, 0, keys)
        for index, row in enumerate(rows):
            page.write_row(HEAD_ROWS + index, 0, row)
        for name in extra:
            book.add_worksheet(name)
    return made.getvalue()


def told(tmp_path: Path, content: bytes) -> list[tuple[str, str, int | None, int | None]]:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(content)
    faults = CLERK.read_here(file).sheets.faults
    return [(one.code, one.sheet, one.row, one.column) for one in faults]


def finding(tmp_path: Path, content: bytes, clerk: Clerk = CLERK) -> str:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(content)
    with pytest.raises(DocumentRefused) as refused:
        clerk.read_here(file)
    return refused.value.errors[0].code


def test_a_column_may_move_and_a_sheet_of_ones_own_is_named_as_ignored(tmp_path: Path) -> None:
    moved = titles(["创新型中小企业", CODE], keys=HEADS[::-1], extra=("草稿",))
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(moved)
    reading = CLERK.read_here(file)
    assert reading.sections == {"titles": [{"title_kind": "innovative_sme", "uscc": CODE}]}
    assert reading.sheets.ignored == ["草稿"]


def test_what_is_not_the_templates_is_told_where_it_stands(tmp_path: Path) -> None:
    strange = titles([CODE, "x"], keys=["uscc", "shoe_size"])
    assert ("head_unknown", TITLES.name, KEY_ROW + 1, 1) in told(tmp_path, strange)
    twice = titles([CODE, CODE], keys=["uscc", "uscc"])
    assert ("head_twice", TITLES.name, HEAD_ROWS, 1) in told(tmp_path, twice)
    bare_column = titles([CODE, "x"], keys=["uscc"])
    assert ("head_unknown", TITLES.name, HEAD_ROWS, 1) in told(tmp_path, bare_column)
    assert ("heads_missing", TITLES.name, None, None) in told(tmp_path, titles(["x"], keys=[]))


def test_more_rows_than_the_form_takes_are_told_once(tmp_path: Path) -> None:
    rows = [[CODE] for _ in range(TITLES.records + 2)]
    assert told(tmp_path, titles(*rows)) == [
        ("too_many_rows", TITLES.name, HEAD_ROWS + TITLES.records, None)
    ]


def test_a_part_of_several_sheets_is_taken_whole(tmp_path: Path) -> None:
    content = titles([CODE], extra=("目标指标",))
    missing = {sheet for code, sheet, *_ in told(tmp_path, content) if code == "sheet_missing"}
    assert missing == {"三年发展规划", "工作措施"}


def test_faults_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "workbook.xlsx"
    file.write_bytes(titles(*[["no code"] for _ in range(300)]))
    sheets_read = CLERK.read_here(file).sheets
    assert (len(sheets_read.faults), sheets_read.fault_count) == (200, 300)


def test_two_cells_at_the_ends_of_a_sheet_take_nobody_down(tmp_path: Path) -> None:
    made = io.BytesIO()
    with Workbook(made) as book:
        page = book.add_worksheet(TITLES.name)
        page.write(0, 0, "x")
        page.write(1_048_575, 16_383, "x")
    assert finding(tmp_path, made.getvalue()) == "not_inspected"
    assert told(tmp_path, titles([CODE])) == []


def test_a_bomb_macros_and_outside_links_are_refused(tmp_path: Path) -> None:
    small = Clerk(BOOK, Limits(unpacked_bytes=MIB, memory_bytes=Limits().memory_bytes))
    rows = [{"enterprise_name": f"{number}{'甲' * 190}"} for number in range(5000)]
    assert finding(tmp_path, workbook(order(roster=rows), BOOK), small) == "expands_too_far"
    assert finding(tmp_path, bare({"xl/vbaProject.bin": b"x"})) == "macros"
    assert finding(tmp_path, bare({"xl/externalLinks/externalLink1.xml": b"<a/>"})) == "embedded"
