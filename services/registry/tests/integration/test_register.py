"""The register: filters, pages, standing in SQL and in the domain, and what its tables refuse."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from asyncpg import IntegrityConstraintViolationError
from sqlalchemy import Date, insert, select, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from common import migrations
from common.actor import service_actor
from common.contracts.evaluation import EvaluationReopened
from common.ids import new_id
from common.tables import audit
from registry.domain.cluster import Standing
from registry.main import SERVICE
from registry.tables.clusters import cluster_periods, clusters, renewal_calls
from registry.tables.metadata import metadata
from registry.tables.notices import notices

DAYS = [
    column
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Date)
]
THREE = (
    ("110108", "北京市海淀区行业应用软件产业集群", "91110000101623741K"),
    ("110113", "北京市顺义区第三代半导体产业集群", "911101066976941872"),
    ("110108", "北京市海淀区智能机器人产业集群", "91110108000000000X"),
)


async def numbers(registry: Any, query: str) -> list[str]:
    """The numbers of the clusters that a query of the register finds."""
    answer = await registry.get(f"/clusters{query}")
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def test_the_register_is_filtered_and_paged(registry: Any) -> None:
    await registry.designated(*THREE)
    every = ["BJ-2024-0001", "BJ-2024-0002", "BJ-2024-0003"]
    assert await numbers(registry, "") == every
    assert len(await numbers(registry, "?district=110108")) == 2
    assert len(await numbers(registry, "?q=机器人")) == 1
    assert await numbers(registry, "?q=BJ-2024-0002") == every[1:2]
    assert len(await numbers(registry, "?industry=行业应用软件")) == 1
    seen, url = [], "/clusters?limit=1"
    while url:
        page = await registry.get(url)
        seen += [item["number"] for item in page.json()["items"]]
        url = page.links.get("next", {}).get("url", "").removeprefix("/v1")
    assert seen == every
    assert (await registry.get("/clusters?standing=lapsed")).status_code == 422
    assert (await registry.get("/clusters/BJ-2024-9999")).status_code == 404


async def test_standing_in_sql_says_what_the_domain_says(registry: Any) -> None:
    await registry.designated(*THREE)
    await revoke(registry, "BJ-2024-0002", effective_on="2024-03-26")
    days = [(2024, 3, 7), (2024, 3, 8), (2024, 3, 25), (2024, 3, 26), (2027, 3, 7), (2027, 3, 8)]
    for day in days:
        registry.move_to(date(*day))
        shown = {
            n: (await registry.get(f"/clusters/{n}")).json()["standing"]
            for n in await numbers(registry, "")
        }
        whole = (await registry.get("/register.json")).json()["items"]
        assert {item["number"]: item["standing"] for item in whole} == shown, day
        for standing in get_args(Standing):
            expected = [number for number, its in shown.items() if its == standing]
            assert await numbers(registry, f"?standing={standing}") == expected, (day, standing)


async def revoke(registry: Any, number: str, *, effective_on: str) -> None:
    """Revoke a cluster after silence, by a case opened in March 2024."""
    lead = {"cluster_number": number, "ground": "17(2)", "limb": "violation", "facts": "属实"}
    evidence = {"evidence": [{"description": "处罚决定书"}]}
    case = await registry.done("/revocation-cases", lead | evidence, by="bureau")
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": []}
    decision |= {"effective_on": effective_on}
    await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)


async def test_two_periods_of_a_cluster_never_overlap(registry: Any) -> None:
    await registry.designated()
    [cluster] = await registry.rows(select(clusters.c.id))
    day = date(2027, 3, 7)
    overlapping = insert(cluster_periods).values(
        id=new_id(),
        cluster_id=cluster.id,
        first_day=day,
        last_day=day,
        style="date_to_date",
        published_on=day,
        recorded_at=registry.running.clock.now(),
    )
    with pytest.raises(IntegrityConstraintViolationError, match="ex_cluster_periods_days"):
        async with registry.running.worker.connection() as connection:
            await connection.execute(overlapping)


async def test_two_releases_at_once_designate_once(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 8))
    path = f"/notices/{notice['id']}"
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    body = registry.release()
    answers = await asyncio.gather(
        *(registry.post(f"{path}/release", body, by="bureau", at=3) for _ in range(4))
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 409, 412}
    assert await numbers(registry, "") == ["BJ-2024-0001"]


async def test_a_list_that_was_changed_after_its_notice_is_not_released(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    await tamper(registry)
    registry.move_to(date(2024, 3, 8))
    path = f"/notices/{notice['id']}"
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    refused = await registry.post(f"{path}/release", registry.release(), by="bureau", at=3)
    assert (refused.status_code, refused.json()["code"]) == (409, "snapshot_differs")


async def tamper(registry: Any) -> None:
    """Change a name in a list behind everybody's back, with the database's own wall down."""
    renamed = text("jsonb_set(entries, '{0,cluster_name}', '\"另一集群\"')")
    await registry.behind_the_wall(
        "notices", "notice_moves_on", update(notices).values(entries=renamed)
    )


async def verified(registry: Any) -> list[Any]:
    """The findings of `verify`."""
    running = registry.running
    actor = service_actor("registry")
    async with running.worker.transaction(actor, at=running.clock.now()) as tx:
        return [finding async for finding in SERVICE.verify(tx)]


async def test_verify_has_a_line_for_each_cluster_and_case_and_names_what_is_broken(
    registry: Any,
) -> None:
    await registry.designated(*THREE)
    await revoke(registry, "BJ-2024-0003", effective_on="2024-04-01")
    found = await verified(registry)
    assert [(f.subject, f.ok) for f in found] == [
        ("BJ-2024-0001", True),
        ("BJ-2024-0002", True),
        ("BJ-2024-0003", True),
        ("BJ-2024-R-0001", True),
    ]
    await tamper(registry)
    longer = "UPDATE cluster_periods SET last_day = last_day + 365"
    async with registry.running.worker.connection() as connection:
        await connection.execute(text(longer))
        await connection.execute(text("DELETE FROM revocation_acts WHERE act = 'serve'"))
    broken = {f.subject: f.detail for f in await verified(registry) if not f.ok}
    assert len(broken) == 4
    assert "hash" in broken["BJ-2024-0001"]
    assert "validity" in broken["BJ-2024-0002"]
    assert "serve" in broken["BJ-2024-R-0001"]


async def test_a_withdrawal_after_the_release_keeps_the_cluster_and_is_a_finding(
    registry: Any,
) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    await registry.released(of)
    assert [f.ok for f in await verified(registry)] == [True]
    withdrawn = registry.withdrawn(event)
    assert await registry.hear(withdrawn, about=withdrawn.application_id) == "applied"
    assert (await registry.get("/clusters/BJ-2024-0001")).json()["standing"] == "valid"
    evidence, finding = await verified(registry)
    assert evidence.ok
    assert (finding.check, finding.ok) == ("withdrawn_after_release", False)
    assert finding.subject == "BJ-2024-0001"
    acts = [row.act for row in await registry.rows(select(audit.c.act))]
    assert "withdrawn_after_release" in acts


@pytest.mark.parametrize("outcome", [None, "proposed", "not_proposed"])
async def test_a_case_opened_or_decided_again_after_the_release_is_a_finding_and_no_second_cluster(
    registry: Any, outcome: Any
) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    await registry.released(of)
    again: Any = EvaluationReopened(
        evaluation_id=event.evaluation_id,
        application_id=event.case.application_id,
        reason="异议成立",
    )
    if outcome:
        again = replace(event, outcome=outcome, decision_reference="BJ-2024-A-0001/v1/D2")
    assert await registry.hear(again, about=event.evaluation_id) == "applied"
    assert (await registry.get("/proposals", by="bureau")).json()["items"] == []
    assert (await registry.get("/clusters/BJ-2024-0001")).json()["standing"] == "valid"
    evidence, finding = await verified(registry)
    assert evidence.ok
    assert (finding.check, finding.ok) == ("decided_again_after_release", False)
    acts = [row.act for row in await registry.rows(select(audit.c.act))]
    assert f"{outcome or 'reopened'}_after_release" in acts


async def call_to_renewal(registry: Any) -> None:
    """A renewal round that concerns the first cluster."""
    of = await registry.open_round(kind="renewal")
    [cluster] = await registry.rows(select(clusters.c.id))
    at = registry.running.clock.now()
    called = {"round_id": of.round_id, "cluster_id": cluster.id, "closes_at": at, "told_at": at}
    async with registry.running.worker.connection() as connection:
        await connection.execute(insert(renewal_calls).values(**called, last_day=date(2027, 3, 7)))


async def a_change(registry: Any) -> None:
    """A change of the first cluster that was filed."""
    change = {"kind": "territory", "after": {"territory": "全镇"}, "happened_on": "2024-03-08"}
    told = {"explanation": "扩大范围", "proofs": []}
    path = "/clusters/BJ-2024-0001/change-filings"
    await registry.done(path, change | told, by="institution")


async def set_aside(registry: Any) -> None:
    """The revocation of the first cluster set aside."""
    body = {"case": "BJ-2024-R-0001", "reach": "from_beginning", "reason": "复议撤销"}
    path = "/clusters/BJ-2024-0001/reinstatement"
    await registry.done(path, body | {"document_number": "3号"}, by="bureau", at=2)


async def a_lead(registry: Any) -> None:
    """An objection that came too late."""
    [notice] = await registry.rows(select(notices))
    await registry.post(f"/notices/{notice.id}/objections", {"content": "迟来的异议"}, by="bureau")


@pytest.mark.parametrize("column", DAYS, ids=str)
async def test_no_column_of_days_takes_one_without_end(registry: Any, column: Any) -> None:
    await registry.designated()
    await a_lead(registry)
    await call_to_renewal(registry)
    await a_change(registry)
    await revoke(registry, "BJ-2024-0001", effective_on="2024-03-26")
    await set_aside(registry)
    way = "-infinity" if column.name == "first_day" else "infinity"
    endless = update(column.table).values({column.name: text(f"date '{way}'")})
    with pytest.raises(IntegrityConstraintViolationError, match=f"ck_{column.table.name}_finite"):
        async with registry.running.worker.connection() as connection:
            await connection.execute(endless)


async def test_a_day_without_end_in_one_row_leaves_the_register_readable(registry: Any) -> None:
    await registry.designated(*THREE)
    await revoke(registry, "BJ-2024-0001", effective_on="2024-03-26")
    engine = create_async_engine(registry.running.urls.url("owner"))
    async with engine.begin() as connection:
        for change in (
            "ALTER TABLE cluster_revocations DROP CONSTRAINT ck_cluster_revocations_finite",
            "ALTER TABLE cluster_revocations NO FORCE ROW LEVEL SECURITY",
            "UPDATE cluster_revocations SET effective_on = 'infinity'",
        ):
            await connection.execute(text(change))
    await engine.dispose()
    assert await numbers(registry, "") == ["BJ-2024-0001", "BJ-2024-0002", "BJ-2024-0003"]
    shown = (await registry.get("/clusters/BJ-2024-0001")).json()
    assert shown["standing"] == "valid"
    assert shown["revocations"][0]["effective_on"] == "9999-12-31"


async def test_the_register_is_filtered_by_known_districts_alone(registry: Any) -> None:
    yizhuang = ("BDA", "北京市亦庄集成电路产业集群", "911101066976941872")
    await registry.designated(registry.haidian, yizhuang)
    [found] = (await registry.get("/clusters?district=BDA")).json()["items"]
    assert found["district"] == "BDA"
    for unknown in ("999999", "１１０１０８", "bda", ""):
        for path, by in (("/clusters", None), ("/revocation-cases", "bureau")):
            refused = await registry.get(f"{path}?district={unknown}", by=by)
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
            assert refused.json()["errors"][0]["code"] == "unknown_district"


async def test_the_declared_tables_are_those_the_migration_makes(registry: Any) -> None:
    url = registry.running.urls.url("owner")
    await asyncio.to_thread(migrations.check, "registry", url)
