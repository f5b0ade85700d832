"""Renewal in the register: told by name, pending after the last day, a period that joins on."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from common.actor import service_actor
from common.clock import SHANGHAI
from common.contracts.application import ApplicationSubmitted, ApplicationWithdrawn
from common.contracts.round import RenewalTerms, RoundExtended, RoundOpened, ValidityTerms
from common.outbound.tables import outbound_messages
from registry.jobs import sweep_renewals
from registry.main import SERVICE
from registry.tables.clusters import cluster_periods
from registry.tables.revocations import revocation_cases

NUMBER = "BJ-2024-0001"
LAST = date(2025, 3, 7)  # of one year from 2024-03-08: the calendar of workdays is loaded
ONE_YEAR = ValidityTerms(years=1, style="date_to_date")


async def renewal_round(registry: Any, **terms: Any) -> RoundOpened:
    """A renewal round of 2025, opened in January, for whose validity ends in that year."""
    registry.move_to(date(2025, 1, 10))
    at = registry.running.clock.now()
    window = RenewalTerms(ends_from=date(2025, 1, 1), ends_to=date(2025, 12, 31))
    fields = {
        "kind": "renewal",
        "number": "BJ-2025-ROUND-0001",
        "year": 2025,
        "base_year": 2026,
        "opens_at": at,
        "closes_at": datetime(2025, 2, 28, 18, tzinfo=SHANGHAI),
        "renewal": window,
    }
    opened: RoundOpened = await registry.open_round(**fields | terms)
    return opened


def decision(registry: Any, of: RoundOpened, **changes: Any) -> Any:
    """A completed evaluation of the first cluster's renewal."""
    event = registry.completed(of, decided_at=registry.running.clock.now())
    case = replace(event.case, kind="renewal", cluster_number=NUMBER, plan_targets=())
    return replace(event, case=case, **{"outcome": "passed"} | changes)


async def submit(registry: Any, event: Any) -> None:
    """The institution files the application that the evaluation is about."""
    case = event.case
    submitted = ApplicationSubmitted(
        application_id=case.application_id,
        application_number=case.application_number,
        kind="renewal",
        round_id=case.round.id,
        cluster_name=case.cluster_name,
        district=case.district,
        institution_code=case.institution.code,
        version=1,
        sha256=case.sha256,
        received_at=registry.running.clock.now(),
        cluster_number=NUMBER,
    )
    assert await registry.hear(submitted, about=case.application_id) == "applied"


async def standing(registry: Any, query: str = "") -> str:
    """The standing that anybody reads, today or as asked."""
    answer = await registry.get(f"/clusters/{NUMBER}{query}")
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["standing"]
    return found


async def listed(registry: Any, its_standing: str) -> list[str]:
    """Whom the list shows with a standing."""
    items = (await registry.get(f"/clusters?standing={its_standing}")).json()["items"]
    return [item["number"] for item in items]


async def sweep(registry: Any) -> None:
    """What the worker does every minute."""
    await sweep_renewals(registry.running.worker, registry.running.clock)


async def leads(registry: Any) -> list[tuple[str, str, str]]:
    """Cluster, limb and status of every case."""
    table = revocation_cases.c
    rows = await registry.rows(select(table.cluster_number, table.limb, table.status))
    return [tuple(row) for row in rows]


async def test_a_renewal_decided_late_is_pending_in_between_and_joins_on_without_a_gap(
    registry: Any,
) -> None:
    await registry.designated(validity=ONE_YEAR)
    of = await renewal_round(registry)
    event = decision(registry, of)
    await submit(registry, event)
    registry.move_to(LAST)
    assert await standing(registry) == "valid"
    registry.move_to(LAST, days=1)
    assert await standing(registry) == "expired_renewal_pending"
    assert await listed(registry, "expired_renewal_pending") == [NUMBER]
    assert await listed(registry, "expired") == []
    registry.move_to(date(2025, 4, 1))
    assert await registry.hear(event, about=event.evaluation_id) == "applied"
    notice = await registry.released(of)
    assert [each["cluster_number"] for each in notice["release"]["clusters"]] == [NUMBER]
    shown = (await registry.get(f"/clusters/{NUMBER}")).json()
    assert shown["standing"] == "valid"
    assert [(p["first_day"], p["last_day"]) for p in shown["periods"]] == [
        ("2024-03-08", "2025-03-07"),
        ("2025-03-08", "2028-03-07"),
    ]
    assert shown["notice_number"] == notice["number"]
    assert (await registry.types_sent())[-1] == "cluster.renewed"
    # What was so stays so: until its list was published it was pending, as relying systems saw.
    published = shown["periods"][1]["published_on"]
    assert await standing(registry, "?at=2025-03-20") == "expired_renewal_pending"
    assert await standing(registry, f"?at={published}") == "valid"
    assert await standing(registry, f"?at={published}&known_at=2025-03-31") != "valid"
    assert await standing(registry, "?at=2028-03-08") == "expired"
    await sweep(registry)
    assert await leads(registry) == []
    assert await faults(registry) == []
    for change, told in (
        ("UPDATE cluster_periods SET last_day = last_day + 1 WHERE first_day = $1", "no renewal"),
        ("UPDATE clusters SET leading_industry = 'x' WHERE published_on < $1", "leading_industry"),
    ):
        async with registry.running.worker.connection() as connection:
            await connection.driver.execute(change, LAST + timedelta(days=1))
        assert told in str(await faults(registry))


async def faults(registry: Any) -> list[str]:
    """What verification finds to be wrong."""
    running, actor = registry.running, service_actor("registry")
    async with running.worker.transaction(actor, at=running.clock.now()) as tx:
        return [found.detail async for found in SERVICE.verify(tx) if not found.ok]


async def test_a_renewal_that_did_not_pass_is_a_lead_and_revokes_nothing(registry: Any) -> None:
    await registry.designated(validity=ONE_YEAR)
    of = await renewal_round(registry)
    event = decision(registry, of, outcome="not_passed", reason="规划目标未完成")
    await submit(registry, event)
    registry.move_to(date(2025, 2, 1))
    assert await registry.hear(event, about=event.evaluation_id) == "applied"
    assert await leads(registry) == [(NUMBER, "not_passed", "proposed")]
    assert await standing(registry) == "valid"
    registry.move_to(LAST, days=1)
    assert await standing(registry) == "expired"
    await sweep(registry)
    assert len(await leads(registry)) == 1


async def test_each_cluster_concerned_is_told_once_and_is_a_lead_once_if_it_does_not_apply(
    registry: Any,
) -> None:
    await registry.designated(registry.haidian, registry.shunyi, validity=ONE_YEAR)
    await renewal_round(
        registry,
        number="BJ-2025-ROUND-0002",
        renewal=RenewalTerms(ends_from=date(2026, 1, 1), ends_to=date(2026, 12, 31)),
    )
    assert await messages(registry) == []
    of = await renewal_round(registry)
    assert await messages(registry) == [registry.haidian[2], registry.shunyi[2]]
    own = (await registry.get("/registry/messages", by="institution")).json()["items"]
    assert [item["institution"] for item in own] == [registry.haidian[2]]
    assert NUMBER in own[0]["title"]
    event = decision(registry, of)
    await submit(registry, event)  # the first applies, the second does not
    later = datetime(2025, 3, 10, 18, tzinfo=SHANGHAI)
    extended = RoundExtended(
        round_id=of.round_id,
        closes_at=later,
        district_due_on=date(2025, 4, 1),
        notice_number="京经信发〔2025〕9号",
        reason="统一延期",
    )
    assert await registry.hear(extended, about=of.round_id) == "applied"
    registry.move_to(LAST, days=1)  # validity has ended, the window has not
    await sweep(registry)
    assert await leads(registry) == []
    registry.move_to(date(2025, 3, 11))
    for _ in range(2):
        await sweep(registry)
        assert await leads(registry) == [("BJ-2024-0002", "not_applied", "proposed")]
    withdrawn = ApplicationWithdrawn(
        application_id=event.case.application_id, withdrawn_at=registry.running.clock.now()
    )
    assert await registry.hear(withdrawn, about=event.case.application_id) == "applied"
    assert await standing(registry) == "expired"
    await sweep(registry)
    assert len(await leads(registry)) == 2


async def messages(registry: Any) -> list[str]:
    """Which institutions were told."""
    table = outbound_messages.c
    rows = await registry.rows(select(table.institution).order_by(table.made_at, table.id))
    return [row.institution for row in rows]


async def test_without_a_renewal_round_nothing_is_proposed_when_validity_ends(
    registry: Any,
) -> None:
    await registry.designated(validity=ONE_YEAR)
    registry.move_to(LAST, days=30)
    await sweep(registry)
    assert await leads(registry) == []
    assert await standing(registry) == "expired"


async def test_two_clerks_renew_at_once_and_one_of_them_comes_late(registry: Any) -> None:
    await registry.designated(validity=ONE_YEAR)
    of = await renewal_round(registry)
    paths = []
    for _ in range(2):  # two renewals of one cluster, on two notices
        event = decision(registry, of)
        assert await registry.hear(event, about=event.evaluation_id) == "applied"
        notice = await registry.published(of)
        paths.append(f"/notices/{notice['id']}")
    registry.move_to(date(2025, 2, 1))
    for path in paths:
        await registry.done(f"{path}/closing", None, by="bureau", at=2)
    body = registry.release()
    answers = await asyncio.gather(
        *(
            registry.post(f"{path}/release", body, by=by, at=3)
            for path, by in zip(paths, ("bureau", "bureau_2"), strict=True)
        )
    )
    won, late = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, late.status_code in {409, 412}) == (201, True)
    assert late.json()["code"] in {"not_renewable_in_round", "stale"}
    count = select(func.count().label("n")).select_from(cluster_periods)
    assert (await registry.rows(count))[0].n == 2


async def test_a_dead_message_is_put_back_in_line_by_an_operator_who_reads_no_words(
    registry: Any,
) -> None:
    await registry.designated(validity=ONE_YEAR)
    await renewal_round(registry)
    async with registry.running.worker.connection() as connection:
        await connection.driver.execute(
            "UPDATE outbound_messages SET state = 'dead', attempts = 16"
        )
    [dead] = (await registry.get("/registry/messages?state=dead", by="operator")).json()["items"]
    assert (dead["rule"], dead["text"]) == ("renewal_called", None)
    path = f"/registry/messages/{dead['id']}/redrive"
    assert (await registry.post(path, None, by="institution")).status_code == 403
    again = await registry.done(path, None, by="operator")
    assert (again["state"], again["attempts"]) == ("waiting", 0)
    assert (await registry.post(path, None, by="operator")).status_code == 404
    assert (await registry.get("/registry/messages", by="district")).status_code == 403
    others = (await registry.get("/registry/messages", by="institution_2")).json()["items"]
    assert others == []
