"""Papers: the form to stamp, notices frozen with their act, and a district's list."""

import asyncio
import hashlib
import io
import json
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from common.actor import service_actor
from common.testing.clocks import StillClock
from intake.tables.papers import application_notices, notice_prints

ITEMS = {
    "items": [
        {
            "pointer": "/series/2/total_output",
            "reason": "与证明不一致。",
            "clause": "管理办法 第九条",
        },
        {"pointer": "/documents/seal_page", "reason": "缺少公章。", "clause": "管理办法 第九条"},
    ]
}
REFUSAL = {"reasons": "申报主体不是集群运营管理机构。", "clauses": ["管理办法 第八条"]}


def text_of(pdf: bytes) -> list[str]:
    """Each page's text without its spaces."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


async def notices(case: Any, application: str, person: str = "institution") -> Any:
    return (await case.get(person, f"/applications/{application}/notices")).json()["items"]


async def printed(case: Any, application: str, number: str, person: str = "institution") -> Any:
    return await case.get(person, f"/applications/{application}/notices/{number}.pdf")


async def test_a_draft_says_on_every_page_that_it_is_one(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    form = await case.get("institution", f"/applications/{application}/form.pdf")
    assert form.status_code == 200, form.text
    assert form.headers["Content-Disposition"].startswith("attachment; ")
    pages = text_of(form.content)
    number = (await case.get("institution", f"/applications/{application}")).json()["number"]
    assert all(number in page and "草稿，未提交" in page for page in pages)
    assert any("盖章" in page for page in pages)


async def test_a_version_bears_its_number_and_hash_and_the_drafts_content_hash(
    open_case: Any,
) -> None:
    case = await open_case()
    application = await case.draft()
    draft = text_of(
        (await case.get("institution", f"/applications/{application}/form.pdf")).content
    )
    await case.act("institution", application, "submission")
    version = (await case.get("district", f"/applications/{application}/versions/1")).json()
    form = await case.get("district", f"/applications/{application}/form.pdf")
    pages = text_of(form.content)
    assert all("第1版" in page and version["sha256"] in page for page in pages)
    content_hash = draft[0].partition("SHA-256")[2][:64]
    assert content_hash in pages[0], "what was sealed as a draft is known again in the version"
    again = await case.get("institution", f"/applications/{application}/form.pdf?version=1")
    assert again.content == form.content
    assert (
        await case.get("institution", f"/applications/{application}/form.pdf?version=2")
    ).status_code == 404


async def test_the_form_has_every_section_and_repeats_the_head_of_a_long_roster(
    open_case: Any, full_sections: Any
) -> None:
    case = await open_case()
    one = full_sections["roster"][0]
    long = "及其下属的非常长名称的研究开发与成果转化有限责任公司" * 6
    roster = [one | {"enterprise_name": f"第{n}企业{long if n == 7 else ''}"} for n in range(200)]
    application = await case.draft(roster=roster)
    form = await case.get("institution", f"/applications/{application}/form.pdf")
    assert form.status_code == 200, form.text
    pages = text_of(form.content)
    text = "".join(pages)
    for title in (
        "一、申报信息",
        "五、年度指标",
        "六、企业清单",
        "十、声明承诺",
        "十一、佐证材料目录",
    ):
        assert title in text
    rosters = [page for page in pages if "产业链环节" in page]
    assert len(rosters) > 10
    assert all("企业名称" in page for page in rosters)
    assert all(f"第{n}企业" in text for n in range(200))


async def test_a_roster_too_long_for_paper_is_bound_to_it_by_its_hash(
    open_case: Any, full_sections: Any
) -> None:
    case = await open_case()
    application = await case.draft(roster=full_sections["roster"] * 801)
    form = await case.get("institution", f"/applications/{application}/form.pdf")
    assert form.status_code == 200, form.text
    assert "本表共801行" in "".join(text_of(form.content))


async def test_each_act_of_the_district_has_its_numbered_notice(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    done = await case.act("district", application, "correction-requests", ITEMS)
    assert done.status_code == 201, done.text
    (notice,) = await notices(case, application)
    number = done.json()["application"]["number"]
    assert (notice["number"], notice["kind"]) == (f"{number}-01", "correction")
    assert notice["act_id"] == done.json()["record"]["id"]
    text = "".join(text_of((await printed(case, application, notice["number"])).content))
    for said in (
        "补正通知书",
        "海淀区中小企业主管部门（盖章）",
        "年度指标第3行",
        "佐证材料：盖章页",
        "缺少公章。",
        "2024年3月8日",
        "2024年3月1日",
        "送达回证",
    ):
        assert said in text, said
    await case.act("institution", application, "submission")
    await case.act("district", application, "acceptance")
    assert [each["kind"] for each in await notices(case, application, "district")] == [
        "correction",
        "acceptance",
    ]


@pytest.mark.parametrize(
    ("act", "body", "title", "said"),
    [
        ("rejection", REFUSAL, "不予受理决定书", "申报主体不是集群运营管理机构。"),
        (
            "non-recommendation",
            REFUSAL | {"ground": "passed_over_by_rank"},
            "不予推荐告知书",
            "经比较排序",
        ),
    ],
)
async def test_a_decision_against_the_applicant_has_reasons_clause_and_remedies(
    open_case: Any, act: str, body: Any, title: str, said: str
) -> None:
    case = await open_case()
    application = await (case.submitted() if act == "rejection" else case.accepted())
    done = await case.act("district", application, act, body)
    assert done.status_code == 201, done.text
    notice = (await notices(case, application))[-1]
    text = "".join(text_of((await printed(case, application, notice["number"])).content))
    for each in (title, said, "管理办法第八条", "行政复议", "2024年3月1日"):
        assert each in text, each


async def test_a_notice_is_printed_once_and_stays_byte_for_byte(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    (notice,) = await notices(case, application)
    assert notice["pdf_sha256"] is None
    both = await asyncio.gather(
        *(printed(case, application, notice["number"], who) for who in ("district", "institution"))
    )
    later = await printed(case, application, notice["number"], "auditor")
    assert len({answer.content for answer in (*both, later)}) == 1
    (again,) = await notices(case, application)
    assert again["pdf_sha256"] == hashlib.sha256(later.content).hexdigest()
    running = case.running
    (row,) = await running.worker.rows(service_actor("intake"), select(application_notices))
    assert hashlib.sha256(row.canonical.encode()).hexdigest() == row.sha256 == notice["sha256"]
    assert json.loads(row.canonical)["application"]["institution_code"] == case.CODE
    assert len(await running.worker.rows(service_actor("intake"), select(notice_prints))) == 1


async def test_papers_are_seen_by_readers_of_the_case_alone(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    (notice,) = await notices(case, application)
    paths = ("form.pdf", "notices", f"notices/{notice['number']}.pdf")
    for person in ("district_2", "institution_2", "expert_1", "operator"):
        for path in paths:
            seen = await case.get(person, f"/applications/{application}/{path}")
            assert seen.status_code == 404, (person, path)


async def test_the_summary_table_lists_what_the_district_recommends(open_case: Any) -> None:
    case = await open_case()
    first = await case.recommended(rank=2)
    await case.recommended("institution_2", rank=1)
    path = f"/rounds/{case.round['id']}/recommendations.pdf"
    paper = await case.get("district", path)
    assert paper.status_code == 200, paper.text
    text = "".join(text_of(paper.content))
    number = (await case.get("district", f"/applications/{first}")).json()["number"]
    for said in ("推荐汇总表", "海淀区中小企业主管部门（盖章）", number, "660000.00", "共2个"):
        assert said in text, said
    assert (await case.get("bureau", f"{path}?district=110108")).status_code == 200
    assert (await case.get("district_2", f"{path}?district=110108")).status_code == 404
    assert (await case.get("institution", path)).status_code == 403
    other = await case.get("district_2", path)
    assert number not in "".join(text_of(other.content))


async def test_the_service_of_a_notice_is_recorded_by_its_district(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.accepted()
    (notice,) = await notices(case, application)
    path = f"/applications/{application}/notices/{notice['number']}/service"
    body = {"served_on": "2024-03-04", "manner": "postal", "remark": "EMS 1234567890"}
    early = await case.post("district", path, body)
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "/served_on")
    clock.move(days=3)
    assert (await case.post("institution", path, body)).status_code == 403
    assert (await case.post("bureau", path, body)).status_code == 403
    assert (await case.post("district_2", path, body)).status_code == 404
    assert (await case.post("district", f"{path}x", body)).status_code == 404
    done = await case.post("district", path, body)
    assert done.status_code == 201, done.text
    (again,) = await notices(case, application)
    assert [(each["served_on"], each["manner"]) for each in again["services"]] == [
        ("2024-03-04", "postal")
    ]
