"""Annual reports over HTTP: written, submitted, reviewed, confirmed, returned."""

import asyncio
import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import select

from common.actor import service_actor
from common.ids import new_id
from common.tables import outbox
from monitoring.tables.reports import report_versions
from monitoring.verify import findings

TRUE = {"truth_and_completeness": True}
NEW = {"If-None-Match": "*"}
RETURN = {
    "reason": "数据需核实",
    "items": [{"pointer": "/annual_metrics/total_output", "reason": "与统计数据不一致"}],
}


async def announced(reporting: Any, kind: Any) -> Any:
    statement = select(outbox.c.data).where(outbox.c.type == kind).order_by(outbox.c.position)
    rows = await reporting.running.worker.plain_rows(statement)
    return [json.loads(row.data) for row in rows]


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        return [finding async for finding in findings(tx) if not finding.ok]


async def test_a_report_goes_from_draft_to_confirmed(reporting: Any, complete: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 10)
    path = f"/v1/annual-reports/{facts.number}/2024"
    written = await reporting.put(path, "institution", {"progress": {}}, **NEW)
    assert (written.status_code, written.headers["ETag"]) == (201, '"v1"')
    assert written.headers["Location"] == path
    assert written.json()["allowed_actions"] == [
        *("write", "submit", "seal", "answer", "hand_in_roster")
    ]
    again = await reporting.put(path, "institution", complete, **{"If-Match": '"v1"'})
    assert (again.status_code, again.headers["ETag"]) == (200, '"v2"')
    done = await reporting.submit(path)
    assert (done.status_code, done.headers["Location"]) == (201, f"{path}/versions/1")
    assert done.json()["moves_next"] == "district_authority"
    reviewed = await reporting.act(f"{path}/review", "district", {"opinion": "属实"}, match='"v4"')
    assert (reviewed.status_code, reviewed.json()["status"]) == (201, "reviewed")
    confirmed = await reporting.act(
        f"{path}/confirmation", "bureau", {"comment": "予以确认"}, match='"v5"'
    )
    assert (confirmed.status_code, confirmed.json()["status"]) == (201, "confirmed")
    assert [act["act"] for act in confirmed.json()["acts"]] == ["submit", "review", "confirm"]
    assert (confirmed.json()["late_days"], confirmed.json()["allowed_actions"]) == (0, [])
    (event,) = await announced(reporting, "report.confirmed")
    assert event["figures"]["annual_metrics"] == complete["annual_metrics"]
    assert "contact_mobile" not in json.dumps(event)
    assert await faults(reporting) == []


async def test_a_version_is_canonical_and_carries_its_hash(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 10)
    path = await reporting.submitted(facts)
    statement = select(report_versions)
    async with reporting.running.worker.transaction(
        service_actor("monitoring"), at=reporting.running.clock.now()
    ) as tx:
        (kept,) = await tx.rows(statement)
    shown = (await reporting.get(f"{path}/versions/1", "district")).json()
    assert shown["sha256"] == hashlib.sha256(kept.canonical.encode()).hexdigest()
    assert (await announced(reporting, "report.submitted"))[0]["sha256"] == shown["sha256"]
    listed = (await reporting.get(f"{path}/versions", "bureau")).json()["items"]
    assert [each["number"] for each in listed] == [1]
    assert (await reporting.get(f"{path}/versions/2", "bureau")).status_code == 404


async def test_a_report_on_the_last_day_is_on_time_and_a_minute_later_it_is_late(
    reporting: Any,
) -> None:
    on_time = await reporting.designate()
    late = await reporting.designate(cluster_id=new_id(), number="BJ-2024-0002")
    reporting.move_to(2025, 3, 31, 23, 59)
    await reporting.submitted(on_time)
    reporting.move_to(2025, 4, 1, 0, 0)
    await reporting.submitted(late)
    events = await announced(reporting, "report.submitted")
    assert [event["late_days"] for event in events] == [0, 1]
    overdue = await reporting.get("/v1/obligations?state=overdue", "bureau")
    assert overdue.json()["items"] == []
    assert await faults(reporting) == []


async def test_the_first_complete_submission_decides_on_time_whatever_comes_back(
    reporting: Any, complete: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 3, 28)
    path = await reporting.submitted(facts)
    reporting.move_to(2025, 4, 20)
    back = await reporting.act(f"{path}/return", "district", RETURN, match='"v3"')
    assert (back.status_code, back.json()["status"]) == (201, "returned")
    (event,) = await announced(reporting, "report.returned")
    assert (event["version"], event["reason"]) == (1, "数据需核实")
    mended = await reporting.put(path, "institution", complete, **{"If-Match": '"v4"'})
    assert mended.json()["status"] == "returned"
    again = await reporting.submit(path)
    assert (again.json()["submissions"], again.json()["late_days"]) == (2, 0)
    reviewed = await reporting.act(f"{path}/review", "district", {"opinion": "好"}, match='"v7"')
    assert reviewed.json()["status"] == "reviewed"
    by_bureau = await reporting.act(f"{path}/return", "bureau", RETURN, match='"v8"')
    assert by_bureau.json()["moves_next"] == "operating_institution"
    assert await faults(reporting) == []


async def test_a_report_is_not_taken_before_its_period_has_ended(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2024, 12, 31)
    early = await reporting.put(f"/v1/annual-reports/{facts.number}/2024", "institution", {}, **NEW)
    assert (early.status_code, early.json()["code"]) == (409, "report_not_open_yet")
    assert "2025-01-01" in early.json()["detail"]
    unowed = await reporting.put(
        f"/v1/annual-reports/{facts.number}/2026", "institution", {}, **NEW
    )
    assert unowed.status_code == 404


async def test_an_incomplete_report_is_refused_with_every_gap_and_its_clause(
    reporting: Any,
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    part = {"progress": {"experience": "有"}, "new_titles": [{"count": 1}]}
    await reporting.put(path, "institution", part, **NEW)
    refused = await reporting.submit(path)
    assert (refused.status_code, refused.json()["code"]) == (422, "report_incomplete")
    pointers = [error["pointer"] for error in refused.json()["errors"]]
    assert {"/progress/plan_execution", "/incidents", "/new_titles/0/title_kind"} <= set(pointers)
    assert "/progress/experience" not in pointers
    assert all("第十" in error["detail"] for error in refused.json()["errors"])
    assert (await reporting.get(path, "institution")).headers["ETag"] == '"v2"'
    assert await announced(reporting, "report.submitted") == []


@pytest.mark.parametrize(
    ("section", "value", "pointer"),
    [
        ("annual_metrics", {"total_output": "1.234"}, "/annual_metrics/total_output"),
        ("annual_metrics", {"total_output": 1.5}, "/annual_metrics/total_output"),
        ("annual_metrics", {"total_output": "-1"}, "/annual_metrics/total_output"),
        ("annual_metrics", {"total_output": "100000000.01"}, "/annual_metrics/total_output"),
        ("annual_metrics", {"sme_count": "3"}, "/annual_metrics/sme_count"),
        ("annual_metrics", {"sme_count": True}, "/annual_metrics/sme_count"),
        ("annual_metrics", {"unheard_of": 1}, "/annual_metrics/unheard_of"),
        ("unheard_of", {}, "/unheard_of"),
        ("incidents", [{"uscc": "91110000101623741I"}], "/incidents/0/uscc"),
        ("new_titles", [{}] * 6, "/new_titles"),
        ("progress", {"experience": "长" * 4001}, "/progress/experience"),
    ],
)
async def test_bad_input_is_refused_by_pointer(
    reporting: Any, section: Any, value: Any, pointer: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    refused = await reporting.put(path, "institution", {section: value}, **NEW)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert (await reporting.get(path, "institution")).status_code == 404


async def test_refusals_come_in_the_promised_order(reporting: Any, complete: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    bad = {"x": 1}
    assert (await reporting.put(path, "institution_2", bad, **NEW)).status_code == 404
    assert (await reporting.put(path, "bureau", bad, **NEW)).status_code == 403
    assert (await reporting.put(path, "institution", bad)).status_code == 428
    for tag, status in (('"v1"', 412), ('"v0"', 412), ("*", 428), ("v1", 400)):
        stale = {"If-Match": tag}
        assert (await reporting.put(path, "institution", bad, **stale)).status_code == status
    assert (await reporting.put(path, "institution", bad, **NEW)).status_code == 422
    assert (await reporting.put(path, "institution", complete, **NEW)).status_code == 201
    assert (await reporting.put(path, "institution", complete, **NEW)).status_code == 412
    keyless = await reporting.running.client.post(
        f"{path}/submission", json=TRUE, headers=reporting.running.as_("institution")
    )
    assert (keyless.status_code, keyless.json()["code"]) == (400, "header_missing")
    untrue = {"truth_and_completeness": False}
    said = await reporting.act(f"{path}/submission", "institution", untrue)
    assert said.status_code == 422
    early = await reporting.act(f"{path}/review", "district", {"opinion": "好"})
    assert early.status_code == 404  # a draft is its institution's alone
    await reporting.submit(path)
    confirmed = await reporting.act(
        f"{path}/confirmation", "bureau", {"comment": "好"}, match='"v3"'
    )
    assert (confirmed.status_code, confirmed.json()["allowed_actions"]) == (409, [])
    foreign = await reporting.act(f"{path}/review", "bureau", {"opinion": "好"}, match='"v3"')
    assert foreign.status_code == 403


async def test_of_two_submissions_at_once_the_second_is_told_that_it_came_late(
    reporting: Any, complete: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    await reporting.put(path, "institution", complete, **NEW)
    body, tag = await reporting.signed(path)
    answers = await asyncio.gather(
        *(reporting.act(f"{path}/submission", "institution", body, match=tag) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412]
    assert len(await announced(reporting, "report.submitted")) == 1
    assert await faults(reporting) == []


async def test_blank_words_say_nothing(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path, blank = await reporting.submitted(facts), " \u3000"
    item = {"pointer": "/progress", "reason": blank}
    for act, person, body in (
        ("review", "district", {"opinion": blank}),
        ("return", "district", {"reason": blank, "items": [item | {"reason": "补充"}]}),
        ("return", "district", {"reason": "补充", "items": [item]}),
    ):
        refused = await reporting.act(f"{path}/{act}", person, body, match='"v3"')
        assert refused.json()["errors"][0]["code"] == "says_nothing"
    await reporting.act(f"{path}/review", "district", {"opinion": "好"}, match='"v3"')
    said = {"comment": blank}
    refused = await reporting.act(f"{path}/confirmation", "bureau", said, match='"v4"')
    assert refused.json()["errors"][0]["code"] == "says_nothing"


async def test_a_submission_sent_twice_is_received_once(reporting: Any, complete: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    await reporting.put(path, "institution", complete, **NEW)
    key = {"Idempotency-Key": "the same"}
    body, tag = await reporting.signed(path)
    answers = [
        await reporting.act(f"{path}/submission", "institution", body, match=tag, **key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert len(await announced(reporting, "report.submitted")) == 1
