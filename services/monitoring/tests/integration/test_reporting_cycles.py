"""Reporting cycles: what one orders binds the obligations of its period."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import text

from common.actor import service_actor
from common.contracts.cluster import ClusterDesignated, Period
from common.ids import new_id
from monitoring.usecases.monitor_cluster import monitor_cluster
from monitoring.verify import findings

CYCLE = {
    "period": "2024",
    "district_due_on": "2025-04-18",
    "municipal_due_on": "2025-05-01",
    "roll_forward": True,
    "form_version": "2024",
    "notice_number": "京经信发〔2025〕1号",
    "bands": [{"grade": "A", "of": "targets_reached_share", "at_least": "0.90"}],
}


async def draft(reporting: Any, **changes: Any) -> Any:
    return await reporting.act("/v1/reporting-cycles", "bureau", CYCLE | changes, match=None)


async def opened(reporting: Any, **changes: Any) -> Any:
    path = (await draft(reporting, **changes)).headers["Location"]
    return await reporting.act(f"{path}/opening", "bureau", {})


async def owed(reporting: Any, query: str = "") -> Any:
    found = (await reporting.get(f"/v1/obligations{query}", "bureau")).json()["items"]
    return [(each["cluster_number"], each["period"], each["due_on"]) for each in found]


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        return [each async for each in findings(tx) if not each.ok]


async def test_an_opened_cycle_binds_the_day_of_its_period_and_explains_it(reporting: Any) -> None:
    await reporting.designate()
    drafted = await draft(reporting)
    assert (drafted.status_code, drafted.json()["status"]) == (201, "drafted")
    assert await owed(reporting, "?period=2024") == [("BJ-2024-0001", "2024", "2025-03-31")]
    path = drafted.headers["Location"]
    assert (await reporting.get(path, "institution")).status_code == 404
    done = await reporting.act(f"{path}/opening", "bureau", {})
    assert (done.status_code, done.json()["municipal_last_on"]) == (201, "2025-05-06")
    # The first to the fifth of May are a holiday; 2025 keeps its round's day.
    assert await owed(reporting) == [
        ("BJ-2024-0001", "2024", "2025-05-06"),
        ("BJ-2024-0001", "2025", "2026-03-31"),
    ]
    found = (await reporting.get("/v1/obligations?period=2024", "bureau")).json()["items"][0]
    one = (await reporting.get(f"/v1/obligations/{found['id']}", "institution")).json()
    said = one["explanation"]
    assert (said["ordered_by"], said["ordered_on"]) == ("cycle", "2025-05-01")
    assert said["notice_number"] == CYCLE["notice_number"]
    assert [day["counted"] for day in said["days"]] == [False] * 5 + [True]
    assert said["days"][0]["zh"] == "劳动节放假"
    assert (await reporting.get(path, "institution")).json()["bands"] == CYCLE["bands"]
    await draft(reporting, period="2024-H2")
    for query, seen in (("", 1), ("?status=drafted", 0), ("?period=2024", 1)):
        page = (await reporting.get(f"/v1/reporting-cycles{query}", "district")).json()
        assert len(page["items"]) == seen
    assert await faults(reporting) == []


async def test_half_a_year_is_owed_by_its_cycle_alone_also_by_who_comes_later(
    reporting: Any,
) -> None:
    facts = await reporting.designate()
    days = {"district_due_on": "2025-07-18", "municipal_due_on": "2025-07-31"}
    assert (await opened(reporting, period="2025-H1", **days)).status_code == 201
    half = [("BJ-2024-0001", "2025-H1", "2025-07-31")]
    assert await owed(reporting, "?period=2025-H1") == half
    # Its validity ends with the period, or touches none of it: nothing is owed.
    ending = Period(first_day=date(2022, 7, 1), last_day=date(2025, 6, 30), style="date_to_date")
    before = Period(first_day=date(2021, 1, 1), last_day=date(2023, 12, 31), style="date_to_date")
    for number, periods in (("2", ending), ("3", before), ("4", None)):
        given = {"periods": (periods,)} if periods else {}
        await reporting.designate(cluster_id=new_id(), number=f"BJ-2024-000{number}", **given)
    assert await owed(reporting, "?period=2025-H1") == [
        *half,
        ("BJ-2024-0004", "2025-H1", "2025-07-31"),
    ]
    reporting.move_to(2025, 7, 1)
    await reporting.sweep()
    await reporting.submitted(facts, "2025-H1")
    assert await faults(reporting) == []


async def test_what_was_received_keeps_the_day_by_which_it_was_judged(reporting: Any) -> None:
    facts = await reporting.designate()
    await reporting.designate(cluster_id=new_id(), number="BJ-2024-0002")
    reporting.move_to(2025, 4, 1)
    await reporting.submitted(facts)
    await reporting.sweep()
    assert (await opened(reporting)).status_code == 201
    assert await owed(reporting, "?period=2024") == [
        ("BJ-2024-0001", "2024", "2025-03-31"),
        ("BJ-2024-0002", "2024", "2025-05-06"),
    ]
    state = await reporting.get("/v1/obligations?period=2024&state=requested", "bureau")
    assert [each["cluster_number"] for each in state.json()["items"]] == ["BJ-2024-0002"]
    assert await faults(reporting) == []


async def test_a_cycle_that_moves_the_day_takes_back_the_breach_that_rested_on_the_earlier_one(
    reporting: Any,
) -> None:
    await reporting.designate()
    found = (await reporting.get("/v1/obligations?period=2024", "bureau")).json()["items"][0]
    path = f"/v1/obligations/{found['id']}"
    reporting.move_to(2025, 4, 1)
    await reporting.sweep()
    reminder = {"document_number": "海经信催〔2025〕3号", "served_on": "2025-04-01"}
    await reporting.act(f"{path}/reminder", "district", reminder | {"manner": "direct"})
    reporting.move_to(2025, 4, 17)
    said = {"facts": "经催报仍未报送。"}
    breach = await reporting.act(f"{path}/breach", "district", said, match='"v2"')
    assert breach.status_code == 201, breach.text
    assert (await opened(reporting)).status_code == 201
    gone = (await reporting.get(breach.headers["Location"], "district")).json()
    assert gone["status"] == "withdrawn"
    assert CYCLE["notice_number"] in gone["withdrawal_reason"]
    assert await faults(reporting) == []


async def test_two_cycles_of_a_period_opened_at_once_are_one(reporting: Any) -> None:
    await reporting.designate()
    paths = [(await draft(reporting)).headers["Location"] for _ in range(4)]
    answers = await asyncio.gather(
        *(reporting.act(f"{path}/opening", "bureau", {}) for path in paths)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {each.json().get("code") for each in answers} == {None, "period_open_already"}
    assert await faults(reporting) == []


async def test_a_cluster_that_comes_in_while_a_cycle_is_opened_owes_by_it(reporting: Any) -> None:
    facts = await reporting.designate()
    path = (await draft(reporting, period="2024-H2")).headers["Location"]
    worker, at = reporting.running.worker, reporting.running.clock.now()
    async with worker.transaction(service_actor("monitoring"), at=at) as tx:
        designated = ClusterDesignated(
            cluster=replace(facts, cluster_id=new_id(), number="BJ-2024-0002"),
            application_id=new_id(),
            notice_number="BJ-2024-N-0001",
            published_on=date(2024, 7, 1),
            report=reporting.terms,
        )
        await monitor_cluster(tx, designated)
        opening = asyncio.create_task(reporting.act(f"{path}/opening", "bureau", {}))
        waiting = text("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(10):
            while (await worker.plain_rows(waiting))[0].n == 0 and not opening.done():
                await asyncio.sleep(0.01)
    assert (await opening).status_code == 201
    assert len(await owed(reporting, "?period=2024-H2")) == 2


async def test_a_cycle_is_refused_out_of_order_too_late_twice_and_to_others(
    reporting: Any,
) -> None:
    for person in ("district", "institution", "auditor"):
        refused = await reporting.act("/v1/reporting-cycles", person, CYCLE, match=None)
        assert refused.status_code == 403
    for changes in (
        {"district_due_on": "2025-05-02"},
        {"district_due_on": "2024-12-31"},
        {"period": "2024-H3"},
        {"bands": [{"grade": "A", "of": "targets_reached_share", "at_least": "1e3"}]},
        {"bands": [{"grade": "A", "of": "targets_share", "at_least": "1"}]},
        {"municipal_due_on": "9999-12-31"},
    ):
        assert (await draft(reporting, **changes)).status_code == 422
    first, second = [(await draft(reporting)).headers["Location"] for _ in range(2)]
    assert (await reporting.act(f"{first}/opening", "bureau", {}, match=None)).status_code == 428
    assert (await reporting.act(f"{first}/opening", "bureau", {})).status_code == 201
    again = await reporting.act(f"{second}/opening", "bureau_2", {})
    assert (again.status_code, again.json()["code"]) == (409, "period_open_already")
    reporting.move_to(2025, 4, 19)
    late = (await draft(reporting, period="2024-H2")).headers["Location"]
    refused = await reporting.act(f"{late}/opening", "bureau", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "cycle_too_late")
