"""Obligations: written when a cluster is designated, asked for, overdue, closed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from asyncpg import IntegrityConstraintViolationError
from sqlalchemy import Date, delete, select, text, update

from common.actor import service_actor
from common.contracts.cluster import ClusterRenewed, Period
from common.ids import new_id
from common.tables import outbox
from common.verification import lines
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.metadata import metadata
from monitoring.tables.obligations import obligations
from monitoring.tables.reports import report_versions
from monitoring.verify import findings

DAYS = [
    column
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Date) and table.name != "outbound_messages"  # common's own
]


async def owed(reporting: Any, person: Any = "bureau", query: Any = "") -> Any:
    answer = await reporting.get(f"/v1/obligations{query}", person)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def events(reporting: Any) -> Any:
    statement = select(outbox.c.type, outbox.c.aggregate_id).order_by(outbox.c.position)
    return [row.type for row in await reporting.running.worker.plain_rows(statement)]


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        found = [finding async for finding in findings(tx)]
    assert found
    return [finding for finding in found if not finding.ok]


async def test_a_designation_writes_what_is_owed_but_not_the_last_year(reporting: Any) -> None:
    await reporting.designate()
    found = await owed(reporting)
    assert [(each["period"], each["due_on"], each["state"]) for each in found] == [
        ("2024", "2025-03-31", "not_yet_due"),
        ("2025", "2026-03-31", "not_yet_due"),
    ]
    # 15 March 2025 is a Saturday, 15 March 2026 a Sunday.
    assert [each["district_due_on"] for each in found] == ["2025-03-17", "2026-03-16"]
    assert await faults(reporting) == []


async def test_a_renewal_adds_the_last_year_and_the_years_after_it_once(reporting: Any) -> None:
    facts = await reporting.designate()
    second = Period(first_day=date(2027, 1, 1), last_day=date(2029, 12, 31), style="calendar_years")
    renewed = ClusterRenewed(
        cluster=replace(facts, periods=(*facts.periods, second)),
        application_id=new_id(),
        published_on=date(2026, 11, 1),
        report=reporting.terms,
    )
    assert await reporting.running.hear(renewed, about=facts.cluster_id) == "applied"
    found = await owed(reporting)
    assert [each["period"] for each in found] == ["2024", "2025", "2026", "2027", "2028"]
    assert [each["due_on"] for each in found][2:] == [None, None, None]
    assert await faults(reporting) == []


async def test_on_the_first_day_after_the_period_the_report_is_asked_for_once(
    reporting: Any,
) -> None:
    await reporting.designate()
    reporting.move_to(2024, 12, 31, 23, 59)
    await reporting.sweep()
    assert await events(reporting) == []
    reporting.move_to(2025, 1, 1, 0, 0)
    assert [each["state"] for each in await owed(reporting)] == ["requested", "not_yet_due"]
    assert [fault.subject for fault in await faults(reporting)] == ["BJ-2024-0001/2024"]
    for _ in range(3):
        await reporting.sweep()
    assert await events(reporting) == ["report.requested"]
    assert await faults(reporting) == []


async def test_a_report_is_overdue_after_its_due_day_has_ended_and_that_is_said_once(
    reporting: Any,
) -> None:
    await reporting.designate()
    reporting.move_to(2025, 3, 31, 23, 59)
    await reporting.sweep()
    assert (await owed(reporting))[0]["state"] == "requested"
    reporting.move_to(2025, 4, 1, 0, 0)
    assert (await owed(reporting))[0]["state"] == "overdue"
    for _ in range(3):
        await reporting.sweep()
    assert await events(reporting) == ["report.requested", "report.overdue"]


async def test_every_state_is_found_by_its_filter(reporting: Any) -> None:
    facts = await reporting.designate()
    await reporting.designate(cluster_id=new_id(), number="BJ-2024-0002", district="110113")
    reporting.move_to(2025, 4, 2)
    await reporting.submitted(facts)
    for state in ("not_yet_due", "requested", "overdue", "submitted", "confirmed", "closed"):
        found = await owed(reporting, query=f"?state={state}")
        expected = [each for each in await owed(reporting) if each["state"] == state]
        assert found == expected
    by_district = await owed(reporting, query="?district=110113&period=2024")
    assert [each["cluster_number"] for each in by_district] == ["BJ-2024-0002"]


async def test_a_revocation_closes_what_is_still_owed_and_keeps_the_rows(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 3)
    await reporting.submitted(facts)
    await reporting.revoke(facts, on=date(2025, 6, 1))
    found = await owed(reporting)
    assert [each["state"] for each in found] == ["submitted", "not_yet_due"]
    assert found[1]["closed_because"] == "designation_revoked"
    assert found[1]["closed_on"] == "2025-06-01"
    reporting.move_to(2026, 5, 1)
    assert [each["state"] for each in await owed(reporting)] == ["submitted", "closed"]
    await reporting.sweep()
    assert await events(reporting) == ["report.submitted"]
    late = await reporting.put(
        f"/v1/annual-reports/{facts.number}/2025", "institution", {}, **{"If-None-Match": "*"}
    )
    assert (late.status_code, late.json()["code"]) == (409, "obligation_closed")
    assert await faults(reporting) == []


async def test_a_revocation_closes_nothing_before_the_day_it_takes_effect(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 1, 10)
    await reporting.revoke(facts, on=date(2025, 6, 1))
    reporting.move_to(2025, 5, 31, 23, 59)
    assert [each["state"] for each in await owed(reporting)] == ["overdue", "not_yet_due"]
    assert len(await owed(reporting, query="?state=overdue")) == 1
    assert await owed(reporting, query="?state=closed") == []
    for _ in range(2):
        await reporting.sweep()
    assert await events(reporting) == ["report.requested", "report.overdue"]
    reporting.move_to(2025, 6, 1, 0, 0)
    found = await owed(reporting)
    assert [(each["state"], each["closed_on"]) for each in found] == [("closed", "2025-06-01")] * 2
    assert await owed(reporting, query="?state=closed") == found
    assert await faults(reporting) == []
    late = await reporting.put(
        f"/v1/annual-reports/{facts.number}/2024", "institution", {}, **{"If-None-Match": "*"}
    )
    assert (late.status_code, late.json()["code"]) == (409, "obligation_closed")


async def test_a_report_that_comes_before_the_revocation_takes_effect_is_dealt_with(
    reporting: Any,
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 1, 10)
    await reporting.revoke(facts, on=date(2025, 6, 1))
    await reporting.submitted(facts)
    reporting.move_to(2025, 6, 2)
    assert [each["state"] for each in await owed(reporting)] == ["submitted", "closed"]
    assert len(await owed(reporting, query="?state=submitted")) == 1
    assert await faults(reporting) == []


async def test_of_two_revocations_the_earlier_day_counts(reporting: Any) -> None:
    facts = await reporting.designate()
    for day in (date(2025, 9, 1), date(2025, 6, 1), date(2025, 8, 1)):
        await reporting.revoke(facts, on=day)
    assert {each["closed_on"] for each in await owed(reporting)} == {"2025-06-01"}
    kept = select(monitored_clusters.c.revoked_on)
    [row] = await reporting.running.worker.rows(service_actor("monitoring"), kept)
    assert row.revoked_on == date(2025, 6, 1)


async def test_no_column_of_days_takes_one_without_end(reporting: Any) -> None:
    facts = await reporting.designate()
    await reporting.revoke(facts, on=date(2025, 6, 1))
    endless = update(obligations).values(closed_on=text("date 'infinity'"))
    with pytest.raises(IntegrityConstraintViolationError, match="ck_obligations_finite"):
        async with reporting.running.worker.connection() as connection:
            await connection.execute(endless)


async def test_every_column_of_days_is_held_to_be_finite(reporting: Any) -> None:
    asked = "SELECT conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS says"
    asked += " FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck_%_finite'"
    rows = await reporting.running.worker.plain_rows(text(asked))
    says = {row.of: row.says for row in rows}
    unheld = [
        str(day) for day in DAYS if f"isfinite({day.name})" not in says.get(day.table.name, "")
    ]
    assert unheld == []


async def test_the_list_is_filtered_by_known_districts_alone(reporting: Any) -> None:
    await reporting.designate(district="BDA")
    assert len(await owed(reporting, query="?district=BDA")) == 2
    for unknown in ("999999", "１１０１０８", "bda", ""):
        refused = await reporting.get(f"/v1/obligations?district={unknown}", "bureau")
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["code"] == "unknown_district"


async def test_a_due_day_beyond_the_loaded_calendar_stays_unknown_and_no_overdue_follows(
    reporting: Any,
) -> None:
    period = Period(first_day=date(2026, 7, 1), last_day=date(2029, 6, 30), style="date_to_date")
    await reporting.designate(periods=(period,))
    reporting.move_to(2027, 5, 1)
    await reporting.sweep()
    found = await owed(reporting)
    assert [each["period"] for each in found] == ["2026", "2027", "2028"]
    assert (found[0]["due_on"], found[0]["state"]) == (None, "requested")
    assert await events(reporting) == ["report.requested"]
    assert await faults(reporting) == []


async def test_the_verification_lines_are_complete(reporting: Any) -> None:
    await reporting.designate()
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        found = [line async for line in lines(tx, "monitoring", findings)]
    assert '"line": "end"' in found[-1]


async def test_a_due_day_that_is_missing_is_computed_by_the_next_sweep_and_judges_what_came(
    reporting: Any,
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 4, 2)
    await reporting.submitted(facts)
    unknown = update(obligations).values(due_on=None, district_due_on=None, late_days=None)
    async with reporting.running.worker.connection() as connection:
        await connection.execute(unknown)
    assert (await owed(reporting))[0]["due_on"] is None
    assert len(await faults(reporting)) == 2
    await reporting.sweep()
    found = await owed(reporting)
    assert [each["due_on"] for each in found] == ["2025-03-31", "2026-03-31"]
    assert found[0]["late_days"] == 2
    assert await faults(reporting) == []


@pytest.mark.parametrize(
    "tampering",
    [
        update(report_versions).values(canonical=report_versions.c.canonical + " "),
        update(obligations).values(due_on=date(2025, 4, 30)),
        update(obligations).values(submitted_at=datetime(2025, 1, 5, tzinfo=UTC)),
        update(obligations).values(confirmed_at=datetime(2025, 1, 5, tzinfo=UTC)),
        delete(report_versions),
        update(obligations).where(obligations.c.period == "2025").values(period="2031"),
    ],
)
async def test_verification_finds_what_was_changed_behind_its_back(
    reporting: Any, tampering: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 1, 5)
    await reporting.submitted(facts)
    assert await faults(reporting) == []
    if tampering.table is obligations and tampering.whereclause is None:
        tampering = tampering.where(obligations.c.period == "2024")
    async with reporting.running.worker.connection() as connection:
        await connection.execute(tampering)
    assert await faults(reporting) != []


async def test_a_closed_obligation_is_found_by_its_state(reporting: Any) -> None:
    facts = await reporting.designate()
    await reporting.revoke(facts, on=date(2024, 9, 1))
    reporting.move_to(2024, 9, 1)
    closed = await owed(reporting, query="?state=closed")
    assert [each["period"] for each in closed] == ["2024", "2025"]
    for state in ("not_yet_due", "requested", "overdue", "submitted", "confirmed"):
        assert await owed(reporting, query=f"?state={state}") == []
