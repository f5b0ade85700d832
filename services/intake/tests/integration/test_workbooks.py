"""The workbook goes out, comes back as the same, and is taken in whole or not at all."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from common.testing.documents import archive
from common.workbook.sheets import cell_name

LOOK = {"default_date_format": "yyyy-mm-dd"}
SHEETS = ["填报说明", "年度指标", "企业清单", "优质企业", "三年发展规划", "目标指标", "工作措施"]


async def exported(case: Any, application: str, person: str = "institution") -> bytes:
    answer = await case.get(person, f"/applications/{application}/workbook.xlsx")
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


async def sent(
    case: Any, application: str, content: bytes, *, query: str = "", person: str = "institution"
) -> Any:
    seen = await case.get("auditor", f"/applications/{application}")
    headers = case.running.as_(person) | {"If-Match": seen.headers["ETag"]}
    path = f"/v1/applications/{application}/imports{query}"
    return await case.running.client.post(path, content=content, headers=headers)


def changed(content: bytes, cells: dict[tuple[str, str], Any]) -> bytes:
    """The same workbook, typed again with other cells; a text that begins with = is a formula."""
    made = io.BytesIO()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as old, Workbook(made, LOOK) as new:
        for name in old.sheet_names:
            page = new.add_worksheet(name)
            grid = old.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for row, values in enumerate(grid):
                for column, value in enumerate(values):
                    page.write(row, column, cells.get((name, cell_name(row, column)), value))
    return made.getvalue()


async def sections(case: Any, application: str) -> Any:
    return (await case.get("institution", f"/applications/{application}")).json()["sections"]


async def test_the_template_of_a_round_has_the_tables_and_nothing_that_runs(open_case: Any) -> None:
    case = await open_case()
    answer = await case.get(
        "institution", f"/application-template.xlsx?round={case.round['number']}"
    )
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    with CalamineWorkbook.from_filelike(io.BytesIO(answer.content)) as book:
        assert book.sheet_names == SHEETS
    application = await case.draft()
    before = await sections(case, application)
    looked = await sent(case, application, answer.content, query="?dry_run=true")
    assert [one["code"] for one in looked.json()["errors"]] == ["nothing"]
    assert await sections(case, application) == before


async def test_what_goes_out_comes_in_and_changes_nothing(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    before = await sections(case, application)
    done = await sent(case, application, await exported(case, application))
    assert done.status_code == 201, done.text
    assert [one["changes"] for one in done.json()["sections"]] == [False] * 4
    assert await sections(case, application) == before


async def test_a_changed_cell_is_taken_in_and_goes_on_record(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    new = changed(await exported(case, application), {("企业清单", "A6"): "甲公司"})
    looked = await sent(case, application, new, query="?dry_run=true")
    assert (looked.status_code, looked.json()["imported"]) == (200, False)
    done = await sent(case, application, new)
    assert (done.status_code, done.json()["imported"]) == (201, True)
    assert (await sections(case, application))["roster"][0]["enterprise_name"] == "甲公司"
    seen = await case.get("institution", f"/applications/{application}")
    assert done.headers["ETag"] == seen.headers["ETag"]
    history = await case.get("auditor", f"/intake/history?resource=application/{application}")
    last = history.json()["items"][-1]
    assert last["act"] == "change"
    assert last["detail"]["sections"] == ["plan", "roster", "series", "titles"]
    assert len(last["detail"]["workbook_sha256"]) == 64


async def test_every_fault_is_told_at_once_and_nothing_is_taken_in(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    before = await sections(case, application)
    wrong = changed(
        await exported(case, application),
        {
            ("企业清单", "B6"): 91110000101623741.0,
            ("企业清单", "F6"): "=SUM(1,2)",
            ("企业清单", "G6"): 1.005,
            ("年度指标", "D4"): "很多",
            ("优质企业", "C6"): "市级以上",
        },
    )
    looked = await sent(case, application, wrong, query="?dry_run=true")
    told = {(one["sheet"], one["cell"]): one for one in looked.json()["errors"]}
    assert {place: one["code"] for place, one in told.items()} == {
        ("企业清单", "B6"): "number_in_code",
        ("企业清单", "F6"): "formula",
        ("企业清单", "G6"): "too_many_decimals",
        ("年度指标", "D4"): "not_number",
        ("优质企业", "C6"): "not_a_choice",
    }
    assert told["企业清单", "G6"]["zh"].startswith("营业收入：")
    assert (told["企业清单", "G6"]["row"], told["企业清单", "G6"]["column"]) == (6, "G")
    refused = await sent(case, application, wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "workbook_refused")
    assert "/企业清单/B6" in {one["pointer"] for one in refused.json()["errors"]}
    assert await sections(case, application) == before


async def test_a_unit_that_looks_mistaken_is_asked_about_and_confirming_is_enough(
    open_case: Any,
) -> None:
    case = await open_case()
    application = await case.draft()
    new = changed(await exported(case, application), {("年度指标", "G4"): 66.0})
    waiting = await sent(case, application, new)
    assert (waiting.status_code, waiting.json()["imported"]) == (200, False)
    (asked,) = waiting.json()["questions"]
    assert (asked["pointer"], asked["cell"]) == ("/series/3/total_output", "G4")
    assert "亿元" in asked["zh"]
    done = await sent(case, application, new, query=f"?confirm={asked['pointer']}")
    assert (done.status_code, done.json()["imported"]) == (201, True), done.text
    assert (await sections(case, application))["series"][3]["total_output"] == "66.00"


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"not a workbook", "type_differs"),
        (archive({"a": b"1"}), "damaged"),
    ],
)
async def test_what_is_no_workbook_is_refused(open_case: Any, content: bytes, finding: str) -> None:
    case = await open_case()
    application = await case.draft()
    refused = await sent(case, application, content, query="?dry_run=true")
    assert refused.status_code == 422
    assert [one["code"] for one in refused.json()["errors"]] == [finding]


async def test_who_may_not_change_an_application_imports_nothing(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    content = await exported(case, application)
    assert (await sent(case, application, content, person="institution_2")).status_code == 404
    path = f"/v1/applications/{application}/imports"
    own = case.running.as_("institution")
    bare = await case.running.client.post(path, content=content, headers=own)
    assert bare.status_code == 428
    old = own | {"If-Match": '"v1"'}
    stale = await case.running.client.post(path, content=content, headers=old)
    assert stale.status_code == 412
    submitted = await case.submitted()
    late = await sent(case, submitted, content)
    assert late.status_code == 409
    assert (await sent(case, submitted, content, person="district")).status_code == 403
    assert (await exported(case, submitted, "district"))[:2] == b"PK"


async def test_the_roster_is_added_up_for_whoever_reads_the_case(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    answer = await case.get("district", f"/applications/{application}/roster")
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert shown["sizes"] == [{"size_class": "micro", "count": 1, "rows": ["/roster/0"]}]
    assert (shown["enterprises"], shown["leading_little_giant_count"]) == (1, 1)
    assert {"of": "revenue", "rows": "sme", "year": None, "low": "1.00", "high": "1.00"} in (
        shown["sums"]
    )
    found = await case.get("institution", f"/applications/{application}/completeness")
    differing = [one for one in found.json()["items"] if one["code"] == "roster_sum_differs"]
    assert differing[0]["related"] == ["/roster/0"]
    assert found.json()["complete"]
    assert (await case.get("district_2", f"/applications/{application}/roster")).status_code == 404
