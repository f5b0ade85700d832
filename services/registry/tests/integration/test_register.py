"""The register: filters, pages, standing in SQL and in the domain, and what its tables refuse."""

import asyncio
from datetime import date
from typing import Any, get_args

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from common import migrations
from common.actor import service_actor
from common.ids import new_id
from registry.domain.cluster import Standing
from registry.main import SERVICE
from registry.tables.clusters import cluster_periods, clusters
from registry.tables.notices import notices

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
    assert await numbers(registry, "?q=%25") == []
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
        for standing in get_args(Standing):
            expected = [number for number, its in shown.items() if its == standing]
            assert await numbers(registry, f"?standing={standing}") == expected, (day, standing)


async def revoke(registry: Any, number: str, *, effective_on: str) -> None:
    """Revoke a cluster after silence, by a case opened in March 2024."""
    lead = {"cluster_number": number, "ground": "17(2)", "limb": "violation", "facts": "属实"}
    case = await registry.done("/revocation-cases", lead | {"evidence": []}, by="bureau")
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
    with pytest.raises(IntegrityError, match="ex_cluster_periods_days"):
        async with registry.running.worker.engine.connect() as connection:
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
    """Change a name in a list behind everybody's back."""
    renamed = text("jsonb_set(entries, '{0,cluster_name}', '\"另一集群\"')")
    async with registry.running.worker.engine.connect() as connection:
        await connection.execute(update(notices).values(entries=renamed))


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
    async with registry.running.worker.engine.connect() as connection:
        await connection.execute(text(longer))
        await connection.execute(text("DELETE FROM revocation_acts WHERE act = 'serve'"))
    broken = {f.subject: f.detail for f in await verified(registry) if not f.ok}
    assert len(broken) == 4
    assert "hash" in broken["BJ-2024-0001"]
    assert "validity" in broken["BJ-2024-0002"]
    assert "serve" in broken["BJ-2024-R-0001"]


async def test_the_declared_tables_are_those_the_migration_makes(registry: Any) -> None:
    url = registry.running.urls.url("owner")
    await asyncio.to_thread(migrations.check, "registry", url)
