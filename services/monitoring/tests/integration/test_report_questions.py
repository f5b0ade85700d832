"""Prefilled reports, what is asked about their figures, corrections, indicators and warnings."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest_asyncio
from sqlalchemy import select

from common.contracts.application import ApplicationRecommended
from common.contracts.case import Case, Institution, PlanTarget, RoundPin, StandardPin
from common.contracts.cluster import ClusterChanged, Period
from common.ids import new_id
from common.tables import outbox
from programme.standards.registry import load

STANDARD = load("beijing-2023")
PIN = StandardPin(id=STANDARD.id, revision=STANDARD.revision, sha256=STANDARD.sha256)
TARGET = PlanTarget(
    metric="集群总产值",
    unit="万元",
    base_value="480000",
    targets={"2024": "520000", "2025": "560000"},
)
NEW = {"If-None-Match": "*"}


def series(year: int, **changes: Any) -> dict[str, Any]:
    figures = {
        "year": year,
        "total_output": "480000.00",
        "sme_output": "380000.00",
        "leading_industry_output": "384000.00",
        "enterprise_count": 140,
        "sme_count": 130,
        "employed_persons": 6000,
        "sme_rd_expense": "11000.00",
        "valid_invention_patents": 120,
        "platform_user_count": 45,
    }
    return figures | changes


FACTS = {
    "land_area_km2": "20.00",
    "scale_basis": "output",
    "series": [
        series(
            2020,
            total_output="350000.00",
            sme_output="280000.00",
            leading_industry_output="260000.00",
        ),
        series(2021, total_output="410000.00"),
        series(2022, total_output="445000.00"),
        series(2023),
    ],
}


@pytest_asyncio.fixture(loop_scope="session")
async def filed(reporting: Any) -> Any:
    """A cluster whose application monitoring has heard of; its report of 2024 is due."""
    application = new_id()
    facts = await reporting.designate(
        application_id=application,
        plan_targets=(TARGET,),
        periods=(
            Period(first_day=date(2024, 1, 1), last_day=date(2026, 12, 31), style="calendar_years"),
        ),
    )
    case = Case(
        application_id=application,
        application_number="BJ-2024-A-0001",
        kind="designation",
        round=RoundPin(id=new_id(), number="R", year=2024, base_year=2023, standard=PIN),
        cluster_name=facts.name,
        district=facts.district,
        leading_industry=facts.leading_industry,
        institution=facts.institution,
        version=2,
        sha256="0" * 64,
        plan_targets=(TARGET,),
    )
    event = ApplicationRecommended(case=case, facts=FACTS, opinion="推荐", rank=1)
    assert await reporting.running.hear(event, about=application) == "applied"
    reporting.move_to(2025, 2, 10)
    return facts


def figures(complete: Any, **changes: Any) -> dict[str, Any]:
    changed: dict[str, Any] = complete | {"annual_metrics": complete["annual_metrics"] | changes}
    return changed


async def asked(reporting: Any, path: str, person: str) -> dict[tuple[str, str], Any]:
    body = (await reporting.get(f"{path}/questions", person)).json()
    found: dict[tuple[str, str], Any] = {}
    for each in body["items"]:
        found[each["kind"], each["pointer"]] = each
    return found


async def confirmed(reporting: Any, path: str) -> Any:
    for act, person, body in (
        ("review", "district", {"opinion": "属实"}),
        ("confirmation", "bureau", {"comment": "确认"}),
    ):
        tag = (await reporting.get(path, person)).headers["ETag"]
        done = await reporting.act(f"{path}/{act}", person, body, match=tag)
        assert done.status_code == 201, done.text
    return done.json()


async def test_a_report_begins_with_what_was_filed_and_every_value_says_whence(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}"
    first = (await reporting.get(f"{path}/2024/prefill", "institution")).json()
    (row,) = first["sections"]["target_progress"]
    assert (row["planned"], row.get("actual")) == ("520000", None)
    source = {each["pointer"]: each["source"] for each in first["filled"]}
    assert source["/target_progress/0"]["ref"] == "BJ-2024-A-0001"
    assert first["sections"]["header"] is None
    earlier = {(each["name"], each["year"]): each for each in first["earlier"]}
    assert earlier["total_output", 2023]["value"] == "480000.00"
    assert earlier["total_output", 2023]["source"]["kind"] == "application"
    assert ("total_output", 2019) not in earlier
    await reporting.put(f"{path}/2024", "institution", complete, **NEW)
    await reporting.submit(f"{path}/2024")
    reporting.move_to(2026, 2, 10)
    second = (await reporting.get(f"{path}/2025/prefill", "institution")).json()
    source = {each["pointer"]: each["source"] for each in second["filled"]}
    assert second["sections"]["header"]["contact_name"] == "某某"
    assert source["/header/contact_name"] == source["/header/contact_mobile"]
    assert source["/header/contact_name"]["ref"] == "2024"
    assert (await reporting.get(f"{path}/2025/prefill", "institution_2")).status_code == 404


async def test_questions_name_both_values_block_nothing_and_go_with_the_report(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}/2024"
    targets = [{"metric": "集群总产值", "unit": "万元", "planned": "500000", "actual": "52"}]
    odd = figures(complete, total_output="52.00", sme_count=160, employed_persons=20000) | {
        "target_progress": targets
    }
    await reporting.put(path, "institution", odd, **NEW)
    found = await asked(reporting, path, "institution")
    jump = found["unit_jump", "/annual_metrics/total_output"]
    assert (jump["here"]["value"], jump["there"]["value"]) == ("52.00", "480000.00")
    assert (jump["there"]["source"], jump["there"]["year"]) == ("BJ-2024-A-0001", 2023)
    assert jump["clause"] == "管理办法 第十六条"
    assert ("change", "/annual_metrics/total_output") not in found
    assert found["part_above_whole", "/annual_metrics/sme_count"]["there"]["value"] == "150"
    assert found["change", "/annual_metrics/employed_persons"]["there"]["value"] == "6000"
    plan = found["contradiction", "/target_progress/0/planned"]
    assert (plan["here"]["value"], plan["there"]["value"]) == ("500000", "520000")
    answers = {"answers": [{"question": jump["id"], "reason": "单位为亿元，已核实。"}]}
    tag = (await reporting.get(path, "institution")).headers["ETag"]
    wrong = {"answers": [{"question": "0" * 16, "reason": "没有这个问题"}]}
    refused = await reporting.act(f"{path}/answers", "institution", wrong, match=tag)
    assert refused.json()["errors"][0]["pointer"] == "/answers/0/question"
    said = await reporting.act(f"{path}/answers", "institution", answers, match=tag)
    assert said.status_code == 201, said.text
    assert (await reporting.submit(path)).status_code == 201
    shown = (await reporting.get(path, "district")).json()["questions"]
    reasons = {each["id"]: each["answer"] for each in shown}
    assert reasons[jump["id"]]["reason"] == "单位为亿元，已核实。"
    assert reasons[plan["id"]] is None
    assert set(found) == set(await asked(reporting, path, "bureau"))


async def test_a_correction_is_the_next_version_and_what_was_confirmed_stands_until_then(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}/2024"
    await reporting.put(path, "institution", complete, **NEW)
    await reporting.submit(path)
    await confirmed(reporting, path)
    reporting.move_to(2025, 5, 1)
    reason = {"reason": "统计口径更正"}
    same = await reporting.submit(path, act="corrections", **reason)
    assert (same.status_code, same.json()["code"]) == (422, "correction_changes_nothing")
    tag = (await reporting.get(path, "institution")).headers["ETag"]
    mended = figures(complete, total_output="530000.00")
    await reporting.put(path, "institution", mended, **{"If-Match": tag})
    held = (await reporting.get(path, "bureau")).json()
    assert held["sections"]["annual_metrics"]["total_output"] == "520000.00"
    done = await reporting.submit(path, act="corrections", **reason)
    assert (done.status_code, done.json()["status"]) == (201, "submitted"), done.text
    assert (done.json()["submissions"], done.json()["confirmed_submission"]) == (2, 1)
    assert (done.json()["late_days"], done.json()["moves_next"]) == (0, "district_authority")
    version = (await reporting.get(f"{path}/versions/2", "bureau")).json()
    assert (version["corrects"], version["reason"]) == (1, "统计口径更正")
    owed = await reporting.get(f"/v1/obligations?cluster={filed.number}&period=2024", "bureau")
    assert owed.json()["items"][0]["state"] == "submitted"
    place = f"{path}/versions/2?against=1"
    changed = (await reporting.get(place, "district")).json()["difference"]["changes"]
    assert [(each["pointer"], each["was"], each["now"]) for each in changed] == [
        ("/annual_metrics/total_output", "520000.00", "530000.00")
    ]
    assert (await confirmed(reporting, path))["confirmed_submission"] == 2
    statement = select(outbox.c.data).where(outbox.c.type == "report.submitted")
    rows = await reporting.running.worker.plain_rows(statement.order_by(outbox.c.position))
    assert [json.loads(row.data).get("corrects") for row in rows] == [None, 1]


async def test_nothing_is_received_that_is_not_sealed_or_signed_for_other_content(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}/2024"
    written = await reporting.put(path, "institution", complete, **NEW)
    signature = {
        "signer": "某某",
        "signed_on": "2025-02-10",
        "content_sha256": written.json()["content_sha256"],
    }
    body = {"truth_and_completeness": True, "signature": signature}
    bare = await reporting.act(f"{path}/submission", "institution", body)
    assert (bare.status_code, bare.json()["code"]) == (422, "report_not_sealed")
    signed, _ = await reporting.signed(path)
    tag = (await reporting.get(path, "institution")).headers["ETag"]
    later = figures(complete, sme_count=139)
    now = await reporting.put(path, "institution", later, **{"If-Match": tag})
    other = await reporting.act(
        f"{path}/submission", "institution", signed, match=now.headers["ETag"]
    )
    assert (other.status_code, other.json()["code"]) == (422, "signed_content_differs")
    assert (await reporting.submit(path)).status_code == 201
    page = await reporting.get(f"{path}/seal-page", "district")
    assert page.content.startswith(b"%PDF")
    assert (await reporting.get(f"{path}/seal-page", "district_2")).status_code == 404


async def test_indicators_follow_the_pinned_standard_and_a_drift_is_warned_of(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}/2024"
    target = {"metric": "集群总产值", "unit": "万元", "planned": "520000", "actual": "468000"}
    weaker = figures(complete, leading_industry_output="366000.00") | {"target_progress": [target]}
    await reporting.put(path, "institution", weaker, **NEW)
    await reporting.submit(path)
    place = f"/v1/monitored-clusters/{filed.number}/indicators"
    before = (await reporting.get(place, "bureau")).json()
    assert [(each["year"], each["confirmed"]) for each in before["years"]] == [
        (2023, True),
        (2024, False),
    ]
    assert before["drifts"] == []
    await confirmed(reporting, path)
    shown = (await reporting.get(place, "district")).json()
    share = next(each for each in shown["series"] if each["criterion_id"] == "2.7")
    assert [point["value"] for point in share["points"]] == ["0.8", "183/260"]
    assert [point["outcome"] for point in share["points"]] == ["met", "met"]
    assert (share["comparator"], share["threshold_shown"], share["clause"]) == ("gt", "70 %", "二")
    (planned, later) = shown["targets"][0]["years"]
    assert (planned["actual"], planned["rate_pct"]) == ("468000", "90.00")
    assert (later["planned"], later["actual"]) == ("560000", None)
    warned = (await reporting.get("/v1/early-warnings?criterion=2.7", "bureau")).json()["items"]
    (warning,) = warned
    assert (warning["sign"], warning["figures"]["crosses_in"]) == ("would_cross", 2025)
    assert warning["figures"]["first"] == {"year": 2023, "margin": "0.1"}
    assert (await reporting.get("/v1/early-warnings", "district_2")).json()["items"] == []
    assert (await reporting.get(place, "district_2")).status_code == 404
    assert (await reporting.get(place, "institution")).status_code == 403


async def test_a_standard_whose_text_is_not_here_is_said_to_be_not_here(
    reporting: Any, filed: Any
) -> None:
    case = Case(
        application_id=new_id(),
        application_number="BJ-2026-A-0009",
        kind="renewal",
        round=RoundPin(
            id=new_id(),
            number="R",
            year=2026,
            base_year=2025,
            standard=replace(PIN, sha256="f" * 64),
        ),
        cluster_name=filed.name,
        district=filed.district,
        leading_industry=filed.leading_industry,
        institution=filed.institution,
        version=1,
        sha256="1" * 64,
    )
    event = ApplicationRecommended(case=case, facts=FACTS, opinion="推荐", rank=1)
    await reporting.running.hear(event, about=case.application_id)
    other = await reporting.designate(
        cluster_id=new_id(), number="BJ-2024-0002", application_id=case.application_id
    )
    shown = (
        await reporting.get(f"/v1/monitored-clusters/{other.number}/indicators", "bureau")
    ).json()
    assert (shown["standard_held"], shown["standard"]["sha256"]) == (False, "f" * 64)
    assert (shown["series"], shown["years"]) == ([], [])


async def test_of_two_officers_who_confirm_at_once_one_is_told_that_it_came_late(
    reporting: Any, filed: Any, complete: Any
) -> None:
    path = f"/v1/annual-reports/{filed.number}/2024"
    await reporting.put(path, "institution", complete, **NEW)
    await reporting.submit(path)
    tag = (await reporting.get(path, "district")).headers["ETag"]
    reviewed = await reporting.act(f"{path}/review", "district", {"opinion": "属实"}, match=tag)
    tag, body = reviewed.headers["ETag"], {"comment": "确认"}
    answers = await asyncio.gather(
        *(
            reporting.act(f"{path}/confirmation", person, body, match=tag)
            for person in ("bureau", "bureau_2", "bureau")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412]
    statement = select(outbox.c.data).where(outbox.c.type == "report.confirmed")
    assert len(await reporting.running.worker.plain_rows(statement)) == 1


async def test_an_institution_that_took_a_cluster_over_sees_what_it_came_of(
    reporting: Any, filed: Any
) -> None:
    taken_over = replace(filed, institution=Institution(code="911101066976941872", name="接任机构"))
    event = ClusterChanged(cluster=taken_over, ground="change_filing")
    assert await reporting.running.hear(event, about=filed.cluster_id) == "applied"
    path = f"/v1/annual-reports/{filed.number}/2024/prefill"
    known = (await reporting.get(path, "institution_2")).json()["earlier"]
    assert {each["source"]["ref"] for each in known} == {"BJ-2024-A-0001"}
    assert (await reporting.get(path, "institution")).status_code == 404
