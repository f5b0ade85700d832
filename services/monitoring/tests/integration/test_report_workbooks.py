"""The workbook of a report goes out and comes in as the same; the paper bears version and hash."""

import io
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from common.workbook.reading import read
from common.workbook.sheets import HEAD_COLUMNS
from common.workbook.spelling import as_filed
from common.workbook.writing import Order, workbook
from monitoring.api.report_sections import ReportSections
from monitoring.workbook.book import BOOK, FIELDS
from programme.forms.tables import load_form

NEW = {"If-None-Match": "*"}
FORM = load_form("annual_report")
PATH = "/v1/annual-reports/BJ-2024-0001/2024"


async def send(reporting: Any, content: bytes, query: str = "", **headers: str) -> Any:
    own = reporting.running.as_("institution") | headers
    url = f"{PATH}/imports{query}"
    return await reporting.running.client.post(url, content=content, headers=own)


def edited(content: bytes, sheet: str, key: str, value: Any) -> bytes:
    """The same workbook, typed again with another cell, named by the hidden key of its row."""
    made = io.BytesIO()
    look = {"default_date_format": "yyyy-mm-dd"}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as old, Workbook(made, look) as new:
        for name in old.sheet_names:
            page = new.add_worksheet(name)
            for row, cells in enumerate(
                old.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ):
                for column, cell in enumerate(cells):
                    mine = (name, cells[0], column) == (sheet, key, HEAD_COLUMNS)
                    page.write(row, column, value if mine else cell)
    return made.getvalue()


async def test_a_workbook_comes_back_whole_and_with_a_fault_not_at_all(
    reporting: Any, complete: Any
) -> None:
    await reporting.designate()
    reporting.move_to(2025, 2, 10)
    template = (await reporting.get(f"{PATH}/workbook.xlsx", "institution")).content
    with CalamineWorkbook.from_filelike(io.BytesIO(template)) as book:
        assert book.sheet_names == ["填报说明", *(section.zh for section in FORM.sections)]
    await reporting.put(PATH, "institution", complete, **NEW)
    out = (await reporting.get(f"{PATH}/workbook.xlsx", "institution")).content
    tag = {"If-Match": '"v1"'}
    assert (await send(reporting, out)).status_code == 428
    looked = await send(reporting, out, "?dry_run=true", **tag)
    assert (looked.status_code, looked.json()["imported"]) == (200, False)
    assert [each["section"] for each in looked.json()["sections"] if each["changes"]] == []
    bad = edited(out, "年度指标", "sme_count", "许多")
    refused = await send(reporting, bad, **tag)
    assert (refused.status_code, refused.json()["code"]) == (422, "report_workbook_refused")
    (error,) = refused.json()["errors"]
    assert error["pointer"].startswith("/年度指标/D")
    shown = await send(reporting, bad, "?dry_run=true", **tag)
    assert shown.json()["errors"][0]["cell"] == error["pointer"].rpartition("/")[2]
    good = edited(out, "年度指标", "sme_count", 141)
    done = await send(reporting, good, **tag)
    assert (done.status_code, done.headers["ETag"]) == (201, '"v2"'), done.text
    now = (await reporting.get(PATH, "institution")).json()["sections"]
    assert now["annual_metrics"]["sme_count"] == 141
    assert now["annual_metrics"]["total_output"] == complete["annual_metrics"]["total_output"]
    assert now["profile_changes"] == []
    assert (await reporting.get(f"{PATH}/workbook.xlsx", "institution_2")).status_code == 404


async def test_a_unit_that_looks_wrong_is_confirmed_before_anything_is_taken(
    reporting: Any, complete: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 10)
    await reporting.submitted(facts)
    reporting.move_to(2026, 2, 10)
    path = "/v1/annual-reports/BJ-2024-0001/2025"
    template = (await reporting.get(f"{path}/workbook.xlsx", "institution")).content
    filled = edited(template, "年度指标", "total_output", 53)
    url = f"{path}/imports"
    own = reporting.running.as_("institution") | NEW
    held = await reporting.running.client.post(url, content=filled, headers=own)
    assert (held.status_code, held.json()["imported"]) == (200, False), held.text
    (asked,) = [each for each in held.json()["questions"] if each["to_confirm"]]
    assert (asked["sheet"], asked["question"]["kind"]) == ("年度指标", "unit_jump")
    assert asked["cell"].startswith("D")
    assert (await reporting.get(path, "institution")).status_code == 404
    confirmed = f"{url}?confirm={asked['question']['id']}"
    done = await reporting.running.client.post(confirmed, content=filled, headers=own)
    assert (done.status_code, done.headers["Location"]) == (201, path)


async def test_every_page_bears_version_and_hash_or_says_draft(
    reporting: Any, complete: Any
) -> None:
    await reporting.designate()
    reporting.move_to(2025, 2, 10)
    await reporting.put(PATH, "institution", complete, **NEW)
    draft = await reporting.get(f"{PATH}/form.pdf", "institution")
    written = (await reporting.get(PATH, "institution")).json()["content_sha256"]
    for page in pypdf.PdfReader(io.BytesIO(draft.content)).pages:
        text = page.extract_text()
        assert "草稿，未报送" in text
        assert written in text
    await reporting.submit(PATH)
    paper = await reporting.get(f"{PATH}/form.pdf", "district")
    version = (await reporting.get(f"{PATH}/versions/1", "district")).json()
    pages = pypdf.PdfReader(io.BytesIO(paper.content)).pages
    assert len(pages) > 1
    for page in pages:
        assert "第 1 版" in page.extract_text()
        assert version["sha256"] in page.extract_text()
    assert written in pages[0].extract_text()
    assert (await reporting.get(f"{PATH}/form.pdf", "district_2")).status_code == 404


def _values(field: Any) -> st.SearchStrategy[Any]:
    if field.type == "int":
        return st.integers(int(field.minimum or 0), int(field.maximum or 0))
    if field.type == "decimal":
        whole = st.integers(0, int(field.maximum or 0) - 1)
        return whole.map(lambda number: f"{number}.{'5'.ljust(field.scale, '0')}")
    if field.type == "enum":
        return st.sampled_from([choice.value for choice in field.choices])
    if field.type == "date":
        return st.dates().map(str)
    if field.type == "code":
        return st.from_regex(field.pattern or "", fullmatch=True)
    return st.text("甲乙=+@ 1", min_size=1, max_size=8).filter(lambda text: not text.isspace())


def _section(of: Any) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries({field.name: _values(field) for field in of.fields})
    return row if of.shape == "object" else st.lists(row, min_size=1, max_size=3)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.fixed_dictionaries({section.name: _section(section) for section in FORM.sections}))
def test_export_and_import_are_inverse(tmp_path_factory: Any, filed: dict[str, Any]) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    order = Order(title="表", subtitle="2024", base_year=2024, facts=(), sections=filed, at=at)
    file = tmp_path_factory.mktemp("book") / "report.xlsx"
    file.write_bytes(workbook(order, BOOK))
    reading = read(file, BOOK)
    assert [one.zh for one in reading.sheets.faults] == []
    ReportSections.model_validate(reading.sections)
    assert as_filed(reading.sections, filed, FIELDS) == filed
