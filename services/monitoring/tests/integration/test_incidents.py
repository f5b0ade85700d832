"""Incidents, supervision tasks and what they propose to the register."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from common.actor import service_actor
from common.tables import outbox
from monitoring.tables.supervision import incidents

INCIDENT = {
    "cluster_number": "BJ-2024-0001",
    "kind": "accident",
    "enterprise_code": "91110000101623741K",
    "enterprise_name": "某软件有限公司",
    "roster_reference": "BJ-2024-A-0001/1",
    "happened_on": "2024-02-20",
    "summary": "厂房火灾",
    "source": "区应急管理局通报",
}
DETERMINED = {
    "authority": "北京市应急管理局",
    "document_number": "京应急〔2024〕12号",
    "determined_on": "2024-02-28",
    "document_sha256": "ab" * 32,
    "grade": "III",
}
UNGRADED = {name: value for name, value in DETERMINED.items() if name != "grade"}
BREACH = {"facts": "事故已由主管部门判定。"}
TASK = {"cluster_number": "BJ-2024-0001", "matter": "核查共享平台运行情况", "due_on": "2024-03-10"}
REFUSAL = {"facts": "两次上门均拒绝提供材料。", "evidence": [{"description": "现场笔录"}]}
WHY = {"reason": "法院撤销了判定", "document_number": "（2024）京行终1号"}


async def announced(reporting: Any) -> Any:
    rows = await reporting.running.worker.plain_rows(
        select(outbox.c.type, outbox.c.data).order_by(outbox.c.position)
    )
    return [row for row in rows if row.type.split(".")[0] in {"incident", "supervision"}]


async def recorded(reporting: Any, person: str = "district", **changes: Any) -> str:
    done = await reporting.act("/v1/incidents", person, INCIDENT | changes, match=None)
    assert done.status_code == 201, done.text
    return str(done.headers["Location"])


async def test_an_incident_counts_once_determined_and_its_breach_goes_with_the_determination(
    reporting: Any,
) -> None:
    await reporting.designate()
    path = await recorded(reporting)
    alleged = await reporting.act(f"{path}/breach", "bureau", BREACH)
    assert (alleged.status_code, alleged.json()["allowed_actions"]) == (409, ["determine"])
    assert (await reporting.get(path, "institution")).status_code == 404
    done = await reporting.act(f"{path}/determination", "district", DETERMINED)
    assert (done.status_code, done.json()["supports_17_5"]) == (201, True)
    assert (await reporting.get(path, "institution")).json()["acts"][0]["actor"] is None
    unneeded = {"of_weight": True, "reason": "重大"}
    refused = await reporting.act(f"{path}/finding", "bureau", unneeded, match='"v2"')
    assert (refused.status_code, refused.json()["code"]) == (409, "finding_not_needed")
    proposed = await reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
    assert (proposed.json()["ground"], proposed.json()["limb"]) == ("17(5)", "accident")
    assert proposed.json()["evidence"][0]["sha256"] == DETERMINED["document_sha256"]
    assert (await reporting.get(proposed.headers["Location"], "institution")).status_code == 404
    annulled = await reporting.act(f"{path}/annulment", "bureau", WHY, match='"v2"')
    assert (annulled.json()["status"], annulled.json()["supports_17_5"]) == ("annulled", False)
    breach = (await reporting.get(proposed.headers["Location"], "district")).json()
    assert (breach["status"], breach["withdrawal_reason"]) == ("withdrawn", WHY["reason"])
    assert [row.type for row in await announced(reporting)] == [
        "incident.determined",
        "supervision.breach_found",
        "incident.annulled",
        "supervision.breach_withdrawn",
    ]
    again = await reporting.act(f"{path}/determination", "bureau", DETERMINED, match='"v3"')
    assert again.json()["status"] == "determined"
    second = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v4"')
    assert second.status_code == 201


async def test_no_breach_is_proposed_while_the_determination_is_being_annulled(
    reporting: Any,
) -> None:
    await reporting.designate()
    path = await recorded(reporting)
    await reporting.act(f"{path}/determination", "district", DETERMINED)
    worker, at = reporting.running.worker, reporting.running.clock.now()
    own = update(incidents).where(incidents.c.id == UUID(path.rsplit("/", 1)[1]))
    async with worker.transaction(service_actor("monitoring"), at=at) as tx:
        await tx.connection.execute(own.values(status="annulled", of_weight=None, version=3))
        acting = asyncio.create_task(
            reporting.act(f"{path}/breach", "bureau", BREACH, match='"v2"')
        )
        waiting = text("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(10):
            while (await worker.plain_rows(waiting))[0].n == 0 and not acting.done():
                await asyncio.sleep(0.01)
    assert (await acting).status_code == 412
    assert "supervision.breach_found" not in [row.type for row in await announced(reporting)]


@pytest.mark.parametrize(
    ("kind", "grade", "supports"),
    [("accident", "IV", False), ("cyber", "III", False), ("cyber", "II", True)],
)
async def test_only_a_grade_that_the_clause_names_supports_it(
    reporting: Any, kind: Any, grade: Any, supports: Any
) -> None:
    await reporting.designate()
    path = await recorded(reporting, kind=kind)
    body = DETERMINED | {"grade": grade}
    done = await reporting.act(f"{path}/determination", "bureau", body)
    assert done.json()["supports_17_5"] is supports
    proposed = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v2"')
    assert proposed.status_code == (201 if supports else 409)


async def test_the_ungraded_kind_needs_the_finding_of_a_named_official_of_the_bureau(
    reporting: Any,
) -> None:
    await reporting.designate()
    path = await recorded(reporting, kind="serious_misconduct")
    refused = await reporting.act(f"{path}/determination", "bureau", DETERMINED)
    assert (refused.status_code, refused.json()["code"]) == (422, "grade_not_of_kind")
    await reporting.act(f"{path}/determination", "bureau", UNGRADED)
    unfound = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v2"')
    assert (unfound.status_code, unfound.json()["code"]) == (409, "incident_supports_nothing")
    weight = {"of_weight": True, "reason": "偷税数额巨大"}
    by_district = await reporting.act(f"{path}/finding", "district", weight, match='"v2"')
    assert by_district.status_code == 403
    answers = await asyncio.gather(
        *(
            reporting.act(f"{path}/finding", person, weight | {"of_weight": said}, match='"v2"')
            for person, said in (("bureau", True), ("bureau_2", True))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    found = (await reporting.get(path, "auditor")).json()
    assert (found["status"], found["supports_17_5"]) == ("found", True)
    assert found["found_by"] in {"bureau", "bureau_2"}
    limb = (await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v3"')).json()["limb"]
    assert limb == "serious_misconduct"


async def test_bad_incidents_are_refused(reporting: Any) -> None:
    await reporting.designate()
    for changes, code in (
        ({"happened_on": "2024-03-02"}, "day_in_future"),
        ({"cluster_number": "BJ-2024-0009"}, "unknown_monitored_cluster"),
        ({"enterprise_code": "91110000101623741I"}, "invalid_content"),
        ({"kind": "fire"}, "invalid_content"),
    ):
        body = INCIDENT | changes
        refused = await reporting.act("/v1/incidents", "bureau", body, match=None)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    foreign = await reporting.act("/v1/incidents", "district_2", INCIDENT, match=None)
    assert foreign.json()["code"] == "unknown_monitored_cluster"
    path = await recorded(reporting, enterprise_code="91110000101623741L")
    warned = (await reporting.get(path, "bureau")).json()
    assert warned["enterprise_code_agrees"] is False
    body = DETERMINED | {"determined_on": "2024-02-19"}
    early = await reporting.act(f"{path}/determination", "bureau", body)
    assert (early.status_code, early.json()["code"]) == (422, "day_in_future")


async def test_a_task_is_answered_escalated_refused_and_proposed(reporting: Any) -> None:
    await reporting.designate()
    made = await reporting.act("/v1/supervision-tasks", "bureau", TASK, match=None)
    assert (made.status_code, made.json()["moves_next"]) == (201, "district_authority")
    path = made.headers["Location"]
    assert (await reporting.get(path, "institution")).json()["allowed_actions"] == ["answer"]
    answer = await reporting.act(f"{path}/answer", "institution", {"answer": "正在整理材料"})
    assert answer.json()["status"] == "answered"
    up = await reporting.act(f"{path}/escalation", "district", {"reason": "不配合"}, match='"v2"')
    assert (up.json()["status"], up.json()["moves_next"]) == ("escalated", "municipal_bureau")
    without = REFUSAL | {"evidence": []}
    refused = await reporting.act(f"{path}/refusal", "bureau", without, match='"v3"')
    assert refused.json()["errors"][0]["pointer"] == "/evidence"
    early = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v3"')
    assert early.status_code == 409
    done = await reporting.act(f"{path}/refusal", "district", REFUSAL, match='"v3"')
    assert (done.json()["status"], done.json()["acts"][-1]["clause"]) == (
        "refused",
        "管理办法 第十七条（三）",
    )
    breach = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v4"')
    assert (breach.json()["ground"], breach.json()["limb"]) == ("17(3)", "supervision_refused")
    assert [row.type for row in await announced(reporting)] == [
        "supervision.refused",
        "supervision.breach_found",
    ]
    other = await reporting.act("/v1/supervision-tasks", "district", TASK, match=None)
    words = {"finding": "平台运行正常"}
    ended = await reporting.act(f"{other.headers['Location']}/completion", "district", words)
    assert (ended.json()["status"], ended.json()["allowed_actions"]) == ("completed", [])


@pytest.mark.parametrize("person", ["district_2", "institution_2", "expert_1", "operator"])
@pytest.mark.parametrize("walls", [True, False], ids=["both walls", "row-level security alone"])
async def test_nothing_of_another_district_shows(
    reporting: Any, monkeypatch: Any, person: Any, walls: Any
) -> None:
    if not walls:
        for module in ("incidents", "supervision_tasks", "breaches"):
            monkeypatch.setattr(f"monitoring.api.{module}.visible_to", lambda actor, thing: True)
        monkeypatch.setattr(
            "monitoring.domain.supervision_access.visible_to", lambda actor, thing: True
        )
    await reporting.designate()
    incident = await recorded(reporting)
    await reporting.act(f"{incident}/determination", "bureau", DETERMINED)
    breach = await reporting.act(f"{incident}/breach", "bureau", BREACH, match='"v2"')
    task = await reporting.act("/v1/supervision-tasks", "bureau", TASK, match=None)
    acts = {
        incident: ("annulment", WHY),
        task.headers["Location"]: ("completion", {"finding": "无"}),
        breach.headers["Location"]: ("withdrawal", {"reason": "无误"}),
    }
    for path, (act, body) in acts.items():
        assert (await reporting.get(path, "auditor")).status_code == 200
        assert (await reporting.get(path, person)).status_code == 404
        acted = await reporting.act(f"{path}/{act}", person, body)
        assert (acted.status_code, acted.json()["code"]) == (404, "not_found")
        proposed = await reporting.act(f"{path}/breach", person, BREACH)
        assert proposed.status_code == 404
    for name in ("incidents", "supervision-tasks", "breaches", "monitoring/work-items"):
        listed = await reporting.get(f"/v1/{name}", person)
        assert listed.status_code == 403 or listed.json()["items"] == []


async def test_work_items_say_what_waits_for_whom_by_when(reporting: Any) -> None:
    facts = await reporting.designate()
    await reporting.act("/v1/supervision-tasks", "bureau", TASK, match=None)
    ungraded = await recorded(reporting, kind="serious_misconduct")
    await reporting.act(f"{ungraded}/determination", "bureau", UNGRADED)

    async def waiting(person: str) -> Any:
        page = (await reporting.get("/v1/monitoring/work-items", person)).json()
        assert page["counts"]["total"] == len(page["items"])
        return [(each["task"], each["about"], each["colour"]) for each in page["items"]]

    assert await waiting("institution") == [("answer_task", TASK["matter"], "green")]
    assert await waiting("district") == [("see_to_task", TASK["matter"], "green")]
    assert await waiting("bureau") == [("find_on_incident", "serious_misconduct", "green")]
    reporting.move_to(2024, 3, 11)  # overdue: on the bureau's list without anybody's act
    assert ("see_to_task", TASK["matter"], "overdue") in await waiting("bureau")
    reporting.move_to(2025, 4, 1)
    assert ("file_report", "2024", "overdue") in await waiting("institution")
    assert ("remind", "2024", "overdue") in await waiting("district")
    owed = (await reporting.get("/v1/obligations?period=2024", "bureau")).json()["items"][0]
    reminder = {"document_number": "1", "served_on": "2025-04-01", "manner": "postal"}
    await reporting.act(f"/v1/obligations/{owed['id']}/reminder", "district", reminder)
    assert "remind" not in {task for task, _, _ in await waiting("district")}
    reporting.move_to(2025, 4, 17)
    assert ("decide_on_breach", "2024", "overdue") in await waiting("bureau")
    await reporting.submitted(facts)
    assert ("review_report", "2024", "overdue") in await waiting("district")
    assert "file_report" not in {task for task, _, _ in await waiting("institution")}
    first = await reporting.get("/v1/monitoring/work-items?limit=1", "bureau")
    assert first.json()["items"][0]["task"] == "see_to_task"
    following = (await reporting.get(first.headers["Link"][1:].split(">")[0], "bureau")).json()
    assert [each["task"] for each in following["items"]] == ["find_on_incident"]
    assert (await reporting.get("/v1/monitoring/work-items", "operator")).status_code == 403
