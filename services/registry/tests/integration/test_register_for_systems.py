"""The register for other systems: search, order, validations, and the feed of changes."""

import asyncio
from datetime import date
from typing import Any

import pytest
from asyncpg import PostgresError
from sqlalchemy import select, update

from common.actor import service_actor
from common.testing.tokens import actor
from registry.main import SERVICE
from registry.store.register_projection import project
from registry.tables.clusters import clusters
from registry.tables.register_changes import feed_head, register_changes

# A list stands in the order of its districts.
THREE = (
    ("110102", "北京市西城区ＡＩ芯片产业集群", "91110108000000000X"),
    ("110108", "北京市海淀区行业应用软件产业集群", "91110000101623741K"),
    ("110113", "北京市顺义区第三代半导体产业集群", "911101066976941872"),
)
ALL = ["BJ-2024-0001", "BJ-2024-0002", "BJ-2024-0003"]


async def found(registry: Any, query: str) -> list[str]:
    """The numbers that a query of the register finds, over all its pages."""
    seen, url = [], f"/clusters{query}"
    while url:
        page = await registry.get(url)
        assert page.status_code == 200, page.text
        seen += [item["number"] for item in page.json()["items"]]
        url = page.links.get("next", {}).get("url", "").removeprefix("/v1")
    return seen


async def test_words_and_numbers_find_clusters_and_names_are_sorted_by_sound(registry: Any) -> None:
    await registry.designated(*THREE)
    first, second, third = ALL
    wanted = {
        "软件": [second],
        "半导体产业": [third],
        "芯片 ai": [first],
        "顺义 软件": [],
        "产业集群": ALL,
        "bj-2024-000": ALL,
        "BJ-2024-0002": [second],
        "BJ-2023": [],
        "91110108000000000x": [first],
        "运营管理机构": ALL,
    }
    for words, numbers in wanted.items():
        assert await found(registry, f"?q={words}&limit=2") == numbers, words
    assert await found(registry, "?sort=name&limit=1") == [second, third, first]
    assert await found(registry, "?sort=name&limit=1&q=产业&district=110113") == [third]
    refused = await registry.get("/clusters?q=软")
    assert (refused.status_code, refused.json()["code"]) == (422, "search_too_short")
    assert (await registry.get("/clusters?sort=size")).status_code == 422


async def test_five_hundred_numbers_are_validated_in_order_and_at_once(registry: Any) -> None:
    await registry.designated(*THREE)
    asked = ["BJ-2024-0002", "nothing", "BJ-2024-0002", *ALL]
    asked += [f"BJ-2099-{number:04d}" for number in range(500 - len(asked))]
    body = {"numbers": asked}
    answer = await registry.running.client.post("/v1/validations", json=body)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    items = answer.json()["items"]
    assert [item["number"] for item in items] == asked
    standings = ["valid", "unknown", "valid", "valid", "valid", "valid"]
    assert [item["standing"] for item in items] == standings + ["unknown"] * 494
    assert (items[0]["first_day"], items[0]["last_day"]) == ("2024-03-08", "2027-03-07")
    for day, standing in (("2024-03-07", "not_yet_valid"), ("2027-03-08", "expired")):
        asked_on = {"numbers": ALL[:1], "as_of": day}
        told = (await registry.running.client.post("/v1/validations", json=asked_on)).json()
        assert (told["as_of"], told["items"][0]["standing"]) == (day, standing)
    for wrong in ({"numbers": [*asked, "one more"]}, {"numbers": ["\x00"]}, {"numbers": 1}, {}):
        refused = await registry.running.client.post("/v1/validations", json=wrong)
        assert refused.status_code in {400, 422}


async def changes(registry: Any, after: int = 0, **query: int) -> Any:
    """One page of the feed."""
    rest = "".join(f"&{name}={value}" for name, value in query.items())
    answer = await registry.get(f"/changes?after={after}{rest}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_public_change_has_its_number_and_what_was_said_then(registry: Any) -> None:
    assert await changes(registry) == {"items": [], "next": 0, "more": False}
    await registry.designated(*THREE)
    page = await changes(registry, limit=2)
    assert [(item["number"], item["kind"]) for item in page["items"]] == [
        (1, "designated"),
        (2, "designated"),
    ]
    assert (page["next"], page["more"]) == (2, True)
    [last] = (await changes(registry, page["next"]))["items"]
    facts = last["facts"]
    assert (facts["number"], facts["name"]) == ("BJ-2024-0003", THREE[2][1])
    assert facts["periods"][0]["last_day"] == "2027-03-07"
    assert facts["institution"]["code"] == THREE[2][2]
    answer = await registry.get("/changes?after=3")
    headers = {"If-None-Match": answer.headers["ETag"]}
    again = await registry.running.client.get("/v1/changes?after=3", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    other = await registry.running.client.get("/v1/changes", headers={"If-None-Match": '"2"'})
    assert other.status_code == 200


async def test_a_reader_of_the_feed_misses_no_late_commit(registry: Any) -> None:
    await registry.designated(*THREE)
    rows = await registry.rows(select(clusters.c.id).order_by(clusters.c.number))
    ids = [row.id for row in rows]
    worker, clock = registry.running.worker, registry.running.clock
    late = asyncio.Event()

    async def write(cluster: Any, *, wait: asyncio.Event | None = None) -> None:
        async with worker.transaction(service_actor("registry"), at=clock.now()) as tx:
            await project(tx, cluster, "changed")
            if wait is not None:
                await wait.wait()

    slow = asyncio.create_task(write(ids[0], wait=late))
    seen, after, done = [], 0, 0
    others = [asyncio.create_task(write(ids[1 + n % 2])) for n in range(2)]
    await asyncio.gather(*others)  # nobody waits for the slow one, who wrote first
    for _ in range(40):
        page = await changes(registry, after)
        seen += [item["number"] for item in page["items"]]
        after, done = page["next"], done + 1
        if done == 2:
            late.set()
            more = [asyncio.create_task(write(ids[1 + n % 2])) for n in range(12)]
        if len(seen) == 3 + 2 + 1 + 12:
            break
    await asyncio.gather(slow, *more)
    seen += [item["number"] for item in (await changes(registry, after))["items"]]
    assert seen == list(range(1, 19))


async def test_a_change_that_is_rolled_back_leaves_no_gap(registry: Any) -> None:
    await registry.designated(*THREE)
    [row, *_] = await registry.rows(select(clusters.c.id))
    worker, clock = registry.running.worker, registry.running.clock

    async def write_and_fail() -> None:
        async with worker.transaction(service_actor("registry"), at=clock.now()) as tx:
            await project(tx, row.id, "changed")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    async with worker.transaction(service_actor("registry"), at=clock.now()) as tx:
        await project(tx, row.id, "changed")
    assert [item["number"] for item in (await changes(registry))["items"]] == [1, 2, 3, 4]


async def test_nobody_else_writes_the_feed_and_nothing_in_it_changes(registry: Any) -> None:
    await registry.designated()
    again = update(register_changes).values(number=9)
    head = update(feed_head).values(last=9)
    api, clock = registry.running.api, registry.running.clock
    async with api.transaction(actor("bureau"), at=clock.now()) as tx:
        assert (await tx.connection.execute(again)).rowcount == 0
    for name in ("district", "institution"):
        async with api.transaction(actor(name), at=clock.now()) as tx:
            assert (await tx.connection.execute(head)).rowcount == 0
    with pytest.raises(PostgresError, match="moves on by one"):
        async with api.transaction(actor("bureau"), at=clock.now()) as tx:
            await tx.connection.execute(head)


async def test_a_revocation_is_in_every_channel_once_it_is_answered(registry: Any) -> None:
    await registry.designated(*THREE)
    lead = {"cluster_number": ALL[1], "ground": "17(2)", "limb": "violation", "facts": "属实"}
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
    decision |= {"effective_on": "2024-03-26"}
    assert await found(registry, "?standing=revoked") == []
    await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)
    assert await found(registry, "?standing=revoked") == [ALL[1]]
    assert await found(registry, "?standing=valid&q=产业") == [ALL[0], ALL[2]]
    body = {"numbers": [ALL[1]]}
    told = (await registry.running.client.post("/v1/validations", json=body)).json()
    assert told["items"][0]["standing"] == "revoked"
    last = (await changes(registry, 3))["items"][0]
    assert (last["kind"], last["facts"]["number"]) == ("revoked", ALL[1])
    assert last["facts"]["revocations"][0]["effective_on"] == "2024-03-26"


async def test_verify_names_a_change_that_search_and_feed_do_not_know(registry: Any) -> None:
    await registry.designated(*THREE)
    renamed = update(clusters).where(clusters.c.number == ALL[1]).values(name="无人知晓产业集群")
    async with registry.running.worker.connection() as connection:
        await connection.execute(renamed)
    worker, clock = registry.running.worker, registry.running.clock
    async with worker.transaction(service_actor("registry"), at=clock.now()) as tx:
        found = [each async for each in SERVICE.verify(tx) if each.check == "designation_evidence"]
    assert [each.subject for each in found] == ALL
    assert [each.ok for each in found] == [True, False, True]
    assert "not found by its names" in found[1].detail
    assert "feed" in found[1].detail
