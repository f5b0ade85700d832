"""The register in two times: corrections that add, and any day as known at any instant."""

import asyncio
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from common.actor import service_actor
from common.errors import Stale
from registry.domain.cluster import Cluster, Revocation, Validity
from registry.domain.cluster_facts import Cause
from registry.domain.cluster_history import as_known
from registry.store import cluster_facts, clusters, renewals
from registry.store.register import PublicRegister
from registry.tables.clusters import clusters as table
from registry.usecases.propose_revocation import Lead, record_lead
from tests.bench.register_replay import DAYS, NAMES, Entry, day_of, history, noon_of, replay

NUMBER = "BJ-2024-0001"
CLUSTERS, QUERIES = 12, 60


async def shown(registry: Any, query: str = "") -> Any:
    answer = await registry.get(f"/clusters/{NUMBER}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def entries(registry: Any) -> Any:
    return (await registry.get(f"/clusters/{NUMBER}/history")).json()["facts"]


async def corrected(registry: Any, corrects: str, at: int, **changed: str) -> Any:
    body = {"corrects": corrects, "changed": changed, "reason": "笔误", "document": "京经信函1号"}
    return await registry.post(f"/clusters/{NUMBER}/corrections", body, by="bureau", at=at)


async def test_a_correction_adds_from_the_day_of_its_entry_and_hides_nothing_that_was_said(
    registry: Any,
) -> None:
    await registry.designated()
    before = await shown(registry)
    [first] = await entries(registry)
    assert (first["cause"], first["stated"]["name"]) == ("designation", before["name"])
    registry.move_to(date(2024, 6, 3))
    done = await corrected(registry, first["id"], 1, name="北京市海淀区应用软件产业集群")
    assert done.status_code == 201, done.text
    assert (done.json()["name"], done.headers["ETag"]) == ("北京市海淀区应用软件产业集群", '"v2"')
    # So from the beginning, as is known today; as was known before, it was written otherwise.
    assert (await shown(registry, "?at=2024-03-20"))["name"] == done.json()["name"]
    for known_at in ("2024-06-02", "2024-06-03T08:59:59%2B08:00"):
        then = await shown(registry, f"?at=2024-03-20&known_at={known_at}")
        assert then["name"] == before["name"]
    today = await shown(registry, "?known_at=2024-06-03T09:00:00%2B08:00")
    assert today["name"] == done.json()["name"]
    rows = await entries(registry)
    assert [row["cause"] for row in rows] == ["designation", "clerical_correction"]
    assert rows[0] == first
    assert (rows[1]["corrects"], rows[1]["valid_from"]) == (first["id"], first["valid_from"])
    assert rows[1]["stated"] == {"name": done.json()["name"]}
    assert (await registry.types_sent())[-1] == "cluster.changed"


async def test_what_is_no_correction_is_refused_with_its_reason(registry: Any) -> None:
    await registry.designated()
    [first] = await entries(registry)
    name = first["stated"]["name"]
    for corrects, changed, at, code in (
        (first["id"], {"name": name}, 1, "nothing_corrected"),
        (first["id"], {}, 1, "nothing_corrected"),
        (first["id"], {"territory": "四至范围"}, 1, "fact_not_stated"),
        (str(UUID(int=7)), {"name": "别名"}, 1, "unknown_fact_row"),
        (first["id"], {"name": "别名"}, 7, "stale"),
        (first["id"], {"district": "999999"}, 1, "invalid_content"),
    ):
        refused = await corrected(registry, corrects, at, **changed)
        assert refused.json()["code"] == code, refused.text
    body = {"corrects": first["id"], "changed": {"name": "别名"}, "reason": "笔误", "document": "1"}
    for person, status in (("institution", 403), ("district", 403), ("auditor", 403)):
        path = f"/clusters/{NUMBER}/corrections"
        assert (await registry.post(path, body, by=person, at=1)).status_code == status
    assert len(await entries(registry)) == 1


async def test_before_it_was_recorded_nobody_knew_of_it_and_the_future_is_not_known(
    registry: Any,
) -> None:
    await registry.designated()
    unknown = await registry.get(f"/clusters/{NUMBER}?known_at=2024-03-07")
    assert unknown.status_code == 404
    later = await registry.get(f"/clusters/{NUMBER}?known_at=2024-03-09T00:00:00Z")
    assert (later.status_code, later.json()["code"]) == (422, "known_at_in_future")
    for wrong in ("2024-02-30", "yesterday", "0001-01-01", "9999-12-31", "1710000000"):
        refused = await registry.get(f"/clusters/{NUMBER}?known_at={wrong}")
        assert refused.status_code == 422, wrong
    early = await shown(registry, "?at=2024-01-01")
    assert (early["standing"], early["name"]) == ("not_yet_valid", registry.haidian[1])


async def test_the_history_in_the_database_agrees_with_a_replay(registry: Any) -> None:
    """As the pure model does for five hundred; here through the tables and the public role."""
    places = [(*registry.haidian[:1], f"集群{n}", registry.haidian[2]) for n in range(CLUSTERS)]
    await registry.designated(*places)
    ids = [row.id for row in await registry.rows(select(table.c.id).order_by(table.c.number))]
    random = Random(7)
    public = PublicRegister(registry.running.runtime.public_database)
    for cluster_id in ids:
        entries = history(random)
        await emptied(registry, cluster_id)
        for entry in entries:
            if entry.kind != "set_aside":
                await write(registry, cluster_id, entry)
        told = [entry for entry in entries if entry.kind != "set_aside"]
        cluster = await clusters.load(public, cluster_id)
        rows = await cluster_facts.rows_of(public, cluster_id)
        for _ in range(QUERIES):
            known_at = noon_of(random.randrange(DAYS)) + timedelta(seconds=random.randrange(12))
            number = random.randrange(DAYS)
            found = as_known(cluster, rows, day=day_of(number), known_at=known_at)
            calendar = replay(told, known_at=known_at)
            assert (found is None) == (calendar is None)
            if found is not None and calendar is not None:
                assert {n: getattr(found, n) for n in NAMES} == calendar.told(number)
                assert found.standing_on(day_of(number)) == calendar.standing(number)


async def emptied(registry: Any, cluster_id: UUID) -> None:
    """Take away what the designation wrote, so that a history begins of its own."""
    async with registry.running.worker.connection() as connection:
        for name in ("cluster_facts", "cluster_periods"):
            await connection.driver.execute(f"DELETE FROM {name} WHERE cluster_id = $1", cluster_id)


async def write(registry: Any, cluster_id: UUID, entry: Entry) -> None:
    """Record an entry at its instant, through the store."""
    worker, actor = registry.running.worker, service_actor("registry")
    async with worker.transaction(actor, at=entry.recorded_at) as tx:
        cluster = await clusters.load(tx, cluster_id)
        if entry.kind == "state":
            first = not await cluster_facts.rows_of(tx, cluster_id)
            whole = {name: getattr(cluster, name) for name in OTHERS} if first else {}
            cause = Cause(kind="change_filing", reference="BJ-2027-C-0001")
            stated, day = whole | entry.stated, day_of(entry.day)
            await clusters.state(tx, cluster, stated, valid_from=day, cause=cause)
        elif entry.kind == "period":
            await clusters.extend(tx, cluster, validity_of(entry))
        elif entry.kind == "renewal":
            await renewals.add_step(
                tx,
                UUID(int=entry.about),
                of=(cluster_id, UUID(int=1)),
                state=entry.state,
                cause="submitted" if entry.state == "pending" else "withdrawn",
                at=noon_of(entry.day),
            )
        else:
            await revoke(tx, cluster, entry)


OTHERS = (
    "district",
    "institution_name",
    "plan_targets",
    "notice_number",
    "official_address",
)


def validity_of(entry: Entry) -> Validity:
    return Validity(
        first_day=day_of(entry.day),
        last_day=day_of(entry.last),
        style="date_to_date",
        published_on=day_of(entry.published),
    )


async def revoke(tx: Any, cluster: Cluster, entry: Entry) -> None:
    lead = Lead(cluster_number=cluster.number, ground="17(2)", limb="violation", facts="属实")
    case = await record_lead(tx, lead, cluster)
    revocation = Revocation(
        case_id=case.id,
        case_number=case.number,
        ground=case.ground,
        clause=case.clause,
        effective_on=day_of(entry.day),
        published_on=day_of(entry.day),
    )
    await clusters.revoke(tx, cluster, revocation)


FIRST, LAST = date(2024, 3, 8), date(2027, 3, 7)
RANGES = [
    (LAST + timedelta(days=1), LAST + timedelta(days=400), True),  # touching
    (LAST, LAST + timedelta(days=400), False),  # overlapping by a day
    (FIRST - timedelta(days=30), FIRST, False),
    (FIRST - timedelta(days=30), FIRST - timedelta(days=1), True),
    (FIRST, LAST, False),
    (FIRST + timedelta(days=10), FIRST + timedelta(days=10), False),  # of one day, within
    (LAST + timedelta(days=1), LAST, False),  # empty
    (LAST + timedelta(days=30), LAST + timedelta(days=1), False),  # reversed
]


@pytest.mark.parametrize(("first", "last", "fits"), RANGES)
async def test_two_clerks_at_once_append_one_period_or_none(
    registry: Any, first: date, last: date, fits: bool
) -> None:
    """C-35: whatever the range, one wins and the other is stale, and no two periods overlap."""
    await registry.designated()
    [row] = await registry.rows(select(table.c.id))
    for _ in range(6):
        both = asyncio.Barrier(2)
        found = await asyncio.gather(
            *(append(registry, row.id, first, last, both) for _ in range(2)),
            return_exceptions=True,
        )
        won = [each for each in found if each is None]
        assert len(won) == (1 if fits else 0), found
        if fits:
            assert [type(each) for each in found if each is not None] == [Stale]
            await emptied_after(registry, row.id, first)
    periods = (await shown(registry))["periods"]
    assert len(periods) == 1


async def append(registry: Any, cluster_id: UUID, first: date, last: date, both: Any) -> None:
    """A clerk renews what both have read before either writes."""
    at = registry.running.clock.now()
    worker, actor = registry.running.worker, service_actor("registry")
    async with worker.transaction(actor, at=at) as tx:
        cluster = await clusters.load(tx, cluster_id)
        await both.wait()
        cause = Cause(kind="renewal", reference="BJ-2027-A-0001")
        day = registry.running.clock.today()
        await clusters.state(tx, cluster, {}, valid_from=day, cause=cause)
        period = Validity(first_day=first, last_day=last, style="date_to_date", published_on=day)
        await clusters.extend(tx, cluster, period)


async def emptied_after(registry: Any, cluster_id: UUID, first: date) -> None:
    """Take the appended period away again for the next round."""
    async with registry.running.worker.connection() as connection:
        await connection.driver.execute(
            "DELETE FROM cluster_periods WHERE cluster_id = $1 AND first_day = $2",
            cluster_id,
            first,
        )
