"""Assessments over HTTP: by the bands of the cycle, with their figures; a later one supersedes."""

import asyncio
import json
from datetime import date
from typing import Any

from sqlalchemy import select, update

from common.actor import service_actor
from common.contracts.case import PlanTarget
from common.ids import new_id
from common.tables import outbox
from monitoring.tables.assessments import assessments
from monitoring.verify import findings

PATH = "/v1/assessments"
AS = service_actor("monitoring")
CYCLE = {
    "period": "2024",
    "district_due_on": "2025-03-15",
    "municipal_due_on": "2025-03-31",
    "roll_forward": True,
    "form_version": "1",
    "notice_number": "京经信发〔2025〕3号",
    "bands": [
        {"grade": "A", "of": "targets_reached_share", "at_least": "0.6"},
        {"grade": "A", "of": "report_on_time", "at_least": "1"},
        {"grade": "B", "of": "targets_reached_share", "at_least": "0.3"},
        {"grade": "C", "of": "targets_reached_share", "at_least": "0"},
    ],
}
PLAN = (
    PlanTarget(metric="能耗", unit="吨", base_value="100", targets={"2024": "80"}),
    PlanTarget(metric="产值", unit="万元", base_value="100", targets={"2024": "120"}),
    PlanTarget(metric="专利", unit="件", base_value="8", targets={"2024": "10"}),
)
# Less energy than planned, not quite the output, the patents: two of three targets.
PROGRESS = [
    {"metric": "能耗", "unit": "吨", "planned": "80", "actual": "79.5"},
    {"metric": "产值", "unit": "万元", "planned": "120", "actual": "119.9999"},
    {"metric": "专利", "unit": "件", "planned": "10", "actual": "10"},
]
SAID = {"period": "2024", "comment": "年度考核意见。"}


async def assessed_as(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(AS, at=clock.now()) as tx:
        told = [finding async for finding in findings(tx)]
    return [(each.ok, each.detail) for each in told if each.check == "assessment"]


async def assessed(reporting: Any, complete: Any, *, day: int, progress: Any = PROGRESS) -> Any:
    facts = await reporting.designate(plan_targets=PLAN)
    reporting.move_to(2025, 1, 5)
    made = await reporting.act("/v1/reporting-cycles", "bureau", CYCLE, match=None)
    assert made.status_code == 201, made.text
    opened = await reporting.act(f"{made.headers['Location']}/opening", "bureau", {})
    assert opened.status_code == 201, opened.text
    reporting.move_to(2025, 3, day)
    path = f"/v1/annual-reports/{facts.number}/2024"
    report = complete | {"target_progress": progress}
    await reporting.put(path, "institution", report, **{"If-None-Match": "*"})
    done = await reporting.submit(path)
    assert done.status_code == 201, done.text
    return SAID | {"cluster_number": facts.number}


async def test_a_grade_follows_the_bands_and_shows_what_it_rests_on(
    reporting: Any, complete: Any
) -> None:
    said = await assessed(reporting, complete, day=20)
    made = await reporting.act(PATH, "bureau", said, match=None)
    assert (made.status_code, made.json()["grade"]) == (201, "A"), made.text
    figures = made.json()["figures"]
    assert (figures["targets"], figures["targets_reached"], figures["report_on_time"]) == (
        3,
        2,
        True,
    )
    assert [row["reached"] for row in figures["target_rows"]] == [True, False, True]
    statement = select(outbox.c.data).where(outbox.c.type == "assessment.completed")
    (event,) = await reporting.running.worker.plain_rows(statement)
    assert json.loads(event.data)["assessment_id"] == made.json()["id"]
    own = (await reporting.get(made.headers["Location"], "institution")).json()
    assert (own["comment"], own["assessed_by"]) == ("年度考核意见。", None)
    for person in ("district_2", "institution_2"):
        assert (await reporting.get(made.headers["Location"], person)).status_code == 404
        assert (await reporting.get(PATH, person)).json()["items"] == []
    assert await assessed_as(reporting) == [(True, "A")]
    async with reporting.running.worker.transaction(AS, at=reporting.running.clock.now()) as tx:
        past_the_walls = update(assessments).values(grade="B", grade_by_bands="B")
        await tx.connection.execute(past_the_walls)
    ((ok, detail),) = await assessed_as(reporting)
    assert (ok, "do not give the grade" in detail) == (False, True)
    for person in ("district", "institution"):
        assert (await reporting.act(PATH, person, said, match=None)).status_code == 403


async def test_a_report_neither_adds_a_target_nor_moves_one_nor_leaves_one_out(
    reporting: Any, complete: Any
) -> None:
    energy, output, patents = PROGRESS
    own = {"metric": "活动", "unit": "场", "planned": "1", "actual": "9"}
    lower = output | {"planned": "100"}
    said = await assessed(reporting, complete, day=20, progress=[energy, lower, patents, own])
    made = await reporting.act(PATH, "bureau", said, match=None)
    figures = made.json()["figures"]
    assert (figures["targets"], figures["targets_reached"]) == (3, 2)
    assert [row["planned"] for row in figures["target_rows"]] == ["80", "120", "10"]
    assert await assessed_as(reporting) == [(True, "A")]


async def test_only_an_incident_of_the_clauses_weight_counts(reporting: Any, complete: Any) -> None:
    said = await assessed(reporting, complete, day=20)
    incident = {
        "cluster_number": said["cluster_number"],
        "kind": "accident",
        "enterprise_code": "91110000101623741K",
        "enterprise_name": "某软件有限公司",
        "roster_reference": "BJ-2024-A-0001/1",
        "happened_on": "2024-05-20",
        "summary": "厂房火灾",
        "source": "通报",
    }
    determined = {
        "authority": "北京市应急管理局",
        "document_number": "12号",
        "determined_on": "2024-05-28",
        "document_sha256": "ab" * 32,
    }
    for grade in ("IV", "III"):
        made = await reporting.act("/v1/incidents", "district", incident, match=None)
        path = f"{made.headers['Location']}/determination"
        done = await reporting.act(path, "district", determined | {"grade": grade})
        assert done.status_code == 201, done.text
    grade = await reporting.act(PATH, "bureau", said, match=None)
    assert grade.json()["figures"]["incidents"] == 1


async def test_a_target_that_is_not_reported_grades_nobody(reporting: Any, complete: Any) -> None:
    said = await assessed(reporting, complete, day=20, progress=PROGRESS[:1])
    bare = await reporting.act(PATH, "bureau", said, match=None)
    assert (bare.status_code, bare.json()["code"]) == (422, "grade_needs_reason")
    by_hand = said | {"grade": "C", "departure_reason": "两项目标未报。"}
    made = (await reporting.act(PATH, "bureau", by_hand, match=None)).json()
    assert [row["actual"] for row in made["figures"]["target_rows"]] == ["79.5", None, None]
    assert (made["grade_by_bands"], await assessed_as(reporting)) == (None, [(True, "C")])


async def test_another_grade_needs_a_reason_and_a_second_one_names_the_first(
    reporting: Any, complete: Any
) -> None:
    said = await assessed(reporting, complete, day=20)
    bare = await reporting.act(PATH, "bureau", said | {"grade": "B"}, match=None)
    odd = said | {"grade": "Z", "departure_reason": "另有考虑"}
    unknown = await reporting.act(PATH, "bureau", odd, match=None)
    assert (bare.json()["code"], unknown.json()["code"]) == (
        "grade_needs_reason",
        "grade_not_of_the_bands",
    )
    first = (await reporting.act(PATH, "bureau", said, match=None)).json()
    again = await reporting.act(PATH, "bureau", said, match=None)
    assert (again.status_code, again.json()["code"]) == (409, "assessed_already")
    lower = said | {"grade": "B", "departure_reason": "整改未到位", "supersedes": first["id"]}
    both = await asyncio.gather(
        *(reporting.act(PATH, person, lower, match=None) for person in ("bureau", "bureau_2"))
    )
    assert {201} < {each.status_code for each in both} <= {201, 409, 412}
    (second,) = (each.json() for each in both if each.status_code == 201)
    assert (second["grade"], second["grade_by_bands"], second["departure_reason"]) == (
        "B",
        "A",
        "整改未到位",
    )
    (standing,) = (await reporting.get(f"{PATH}?period=2024", "bureau")).json()["items"]
    (former,) = (await reporting.get(f"{PATH}?status=superseded", "auditor")).json()["items"]
    assert (standing["id"], former["id"]) == (second["id"], first["id"])
    board = await reporting.get("/v1/dashboards/programme?period=2024", "bureau")
    (grade,) = board.json()["grades"]
    assert (grade["grade"], grade["assessments"]["value"]) == ("B", 1)


async def test_nothing_is_graded_without_bands_nor_without_an_ended_period(
    reporting: Any, complete: Any
) -> None:
    said = await assessed(reporting, complete, day=20)
    for changes, status, code in (
        ({"period": "2025"}, 409, "period_without_bands"),
        ({"cluster_number": "BJ-2024-9999"}, 409, "nothing_to_assess"),
    ):
        refused = await reporting.act(PATH, "bureau", said | changes, match=None)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    silent = await reporting.designate(cluster_id=new_id(), number="BJ-2024-0002", plan_targets=())
    reporting.move_to(2025, 3, 31)
    unknown = await reporting.act(
        PATH, "bureau", said | {"cluster_number": silent.number}, match=None
    )
    assert (unknown.status_code, unknown.json()["code"]) == (422, "grade_needs_reason")
    graded = said | {
        "cluster_number": silent.number,
        "grade": "C",
        "departure_reason": "至今未报送，无数据。",
    }
    made = await reporting.act(PATH, "bureau", graded, match=None)
    assert (made.status_code, made.json()["grade_by_bands"]) == (201, None), made.text
    assert made.json()["figures"]["report_on_time"] is None
    assert date(2025, 3, 31) == reporting.running.clock.today()
