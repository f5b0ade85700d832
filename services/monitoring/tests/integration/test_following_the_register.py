"""What the register and the filings change of what is owed: renewal, change, reinstatement."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.actor import service_actor
from common.contracts.application import ApplicationSubmitted, ApplicationWithdrawn
from common.contracts.case import Institution
from common.contracts.cluster import ClusterChanged, ClusterReinstated, ClusterRenewed, Period
from common.ids import new_id
from monitoring.verify import findings

OTHER = Institution(code="911101066976941872", name="另一运营机构")


async def owed(reporting: Any, person: str = "bureau") -> Any:
    items = (await reporting.get("/v1/obligations", person)).json()["items"]
    return [(each["period"], each["state"]) for each in items]


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        return [each async for each in findings(tx) if not each.ok]


def submitted(facts: Any, **changes: Any) -> ApplicationSubmitted:
    values: dict[str, Any] = {
        "application_id": new_id(),
        "application_number": "BJ-2026-A-0001",
        "kind": "renewal",
        "round_id": new_id(),
        "cluster_name": facts.name,
        "district": facts.district,
        "institution_code": facts.institution.code,
        "version": 1,
        "sha256": "0" * 64,
        "received_at": datetime(2024, 3, 1, tzinfo=UTC),
        "cluster_number": facts.number,
    }
    return ApplicationSubmitted(**(values | changes))


async def test_the_last_year_is_owed_while_a_renewal_is_pending(reporting: Any) -> None:
    facts, hear = await reporting.designate(), reporting.running.hear
    first = submitted(facts)
    assert await hear(first, about=first.application_id) == "applied"
    assert [period for period, _ in await owed(reporting)] == ["2024", "2025", "2026"]
    assert await faults(reporting) == []
    gone = ApplicationWithdrawn(
        application_id=first.application_id, withdrawn_at=datetime(2024, 3, 2, tzinfo=UTC)
    )
    assert await hear(gone, about=first.application_id) == "applied"
    assert (await owed(reporting))[-1] == ("2026", "closed")
    assert await faults(reporting) == []
    again = submitted(facts)
    assert await hear(again, about=again.application_id) == "applied"
    assert (await owed(reporting))[-1] == ("2026", "not_yet_due")
    second = Period(first_day=date(2027, 1, 1), last_day=date(2029, 12, 31), style="calendar_years")
    renewed = ClusterRenewed(
        cluster=replace(facts, periods=(*facts.periods, second)),
        application_id=again.application_id,
        published_on=date(2026, 11, 1),
        report=reporting.terms,
    )
    assert await hear(renewed, about=facts.cluster_id) == "applied"
    # A filing that comes in after its own renewal owes nothing more.
    assert await hear(again, about=again.application_id) == "applied"
    periods = [period for period, _ in await owed(reporting)]
    assert periods == ["2024", "2025", "2026", "2027", "2028"]
    assert await faults(reporting) == []


async def test_a_renewal_owes_its_last_year_also_where_its_filing_comes_in_after_it(
    reporting: Any,
) -> None:
    facts, hear = await reporting.designate(), reporting.running.hear
    first, second = submitted(facts), submitted(facts)
    gone = ApplicationWithdrawn(
        application_id=first.application_id, withdrawn_at=datetime(2024, 3, 2, tzinfo=UTC)
    )
    for event in (first, gone):
        assert await hear(event, about=first.application_id) == "applied"
    following = Period(
        first_day=date(2027, 1, 1), last_day=date(2029, 12, 31), style="calendar_years"
    )
    renewed = ClusterRenewed(
        cluster=replace(facts, periods=(*facts.periods, following)),
        application_id=second.application_id,
        published_on=date(2026, 11, 1),
        report=reporting.terms,
    )
    assert await hear(renewed, about=facts.cluster_id) == "applied"
    assert await hear(second, about=second.application_id) == "applied"
    assert ("2026", "not_yet_due") in await owed(reporting)
    assert await faults(reporting) == []


async def test_a_renewal_under_other_terms_leaves_the_days_of_the_years_before(
    reporting: Any,
) -> None:
    facts, hear = await reporting.designate(), reporting.running.hear
    following = Period(
        first_day=date(2027, 1, 1), last_day=date(2029, 12, 31), style="calendar_years"
    )
    renewed = ClusterRenewed(
        cluster=replace(facts, periods=(*facts.periods, following)),
        application_id=new_id(),
        published_on=date(2026, 11, 1),
        report=replace(reporting.terms, municipal_due_month=4, municipal_due_day=28),
    )
    assert await hear(renewed, about=facts.cluster_id) == "applied"
    items = (await reporting.get("/v1/obligations", "bureau")).json()["items"]
    due = {each["period"]: each["due_on"] for each in items}
    assert (due["2024"], due["2026"]) == ("2025-03-31", None)  # 2027 is no loaded year
    for period, month in (("2024", 3), ("2026", 3), ("2027", 4)):
        (found,) = [each for each in items if each["period"] == period]
        one = (await reporting.get(f"/v1/obligations/{found['id']}", "bureau")).json()
        assert date.fromisoformat(one["explanation"]["ordered_on"]).month == month
    assert await faults(reporting) == []


async def test_a_filing_of_another_kind_owes_nothing(reporting: Any) -> None:
    facts = await reporting.designate()
    other = submitted(facts, kind="designation", cluster_number=None)
    assert await reporting.running.hear(other, about=other.application_id) == "applied"
    assert len(await owed(reporting)) == 2


async def test_whoever_runs_the_cluster_now_acts_for_it(reporting: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = await reporting.submitted(facts)
    changed = replace(facts, institution=OTHER, name="新名称产业集群")
    event = ClusterChanged(cluster=changed, ground="change_filing")
    assert await reporting.running.hear(event, about=facts.cluster_id) == "applied"
    assert await owed(reporting, "institution") == []
    assert (await reporting.get(path, "institution")).status_code == 404
    assert (await reporting.get(path, "institution_2")).status_code == 200
    items = (await reporting.get("/v1/obligations", "institution_2")).json()["items"]
    assert {each["cluster_name"] for each in items} == {"新名称产业集群"}
    await reporting.sweep()
    assert await faults(reporting) == []


@pytest.mark.parametrize(
    ("reach", "states"),
    [
        ("from_beginning", ["overdue", "not_yet_due"]),
        ("from_decision", ["closed", "not_yet_due"]),
    ],
)
async def test_what_a_revocation_closed_is_owed_again_when_it_is_set_aside(
    reporting: Any, reach: Any, states: Any
) -> None:
    facts = await reporting.designate()
    await reporting.revoke(facts, on=date(2025, 2, 1))
    reporting.move_to(2025, 6, 1)
    assert [state for _, state in await owed(reporting)] == ["closed", "closed"]
    event = ClusterReinstated(
        cluster=facts, reason="法院撤销", effective_on=date(2025, 6, 1), reach=reach
    )
    assert await reporting.running.hear(event, about=facts.cluster_id) == "applied"
    assert [state for _, state in await owed(reporting)] == states
    await reporting.sweep()
    assert await faults(reporting) == []
