"""Who sees what: districts, institutions, the public role; by the domain, and by PostgreSQL."""

from typing import Any

import pytest
from asyncpg import PostgresError
from sqlalchemy import select, text

from common.testing.tokens import actor
from registry.domain import access
from registry.store import clusters as store
from registry.tables.revocations import revocation_acts, revocation_cases

LEAD = {
    "ground": "17(2)",
    "limb": "violation",
    "facts": "机密线索",
    "evidence": [{"description": "举报材料"}],
}


async def a_case_each(registry: Any) -> list[Any]:
    """One proposed case in 110108 and one in 110113."""
    numbers = await registry.designated(registry.haidian, registry.shunyi)
    return [
        await registry.done("/revocation-cases", {"cluster_number": n, **LEAD}, by="bureau")
        for n in numbers
    ]


@pytest.mark.parametrize("domain", ["checks", "is switched off"])
async def test_a_district_sees_nothing_of_another(
    registry: Any, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    haidian, shunyi = await a_case_each(registry)
    if domain == "is switched off":
        monkeypatch.setattr(access, "visible_to", lambda *_: True)
    path = f"/revocation-cases/{haidian['id']}"
    unknown = await registry.get(f"/revocation-cases/{shunyi['cluster_id']}", by="district_2")
    hidden = await registry.get(path, by="district_2")
    by_number = await registry.get(f"/revocation-cases/{haidian['number']}", by="district_2")
    for answer in (unknown, hidden, by_number):
        assert answer.status_code == 404
        assert answer.json() | {"trace_id": ""} == unknown.json() | {"trace_id": ""}
    for filters in ("", "?district=110108", f"?cluster_number={haidian['cluster_number']}"):
        items = (await registry.get(f"/revocation-cases{filters}", by="district_2")).json()["items"]
        assert haidian["id"] not in {item["id"] for item in items}
    act = await registry.post(f"{path}/opening", {"reason": "越权"}, by="district_2", at=1)
    assert act.status_code == 404
    own = (await registry.get("/revocation-cases", by="district_2")).json()["items"]
    assert [item["id"] for item in own] == [shunyi["id"]]


@pytest.mark.parametrize("domain", ["checks", "is switched off"])
async def test_an_institution_sees_its_own_case_once_it_is_notified(
    registry: Any, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    haidian, _ = await a_case_each(registry)
    if domain == "is switched off":
        monkeypatch.setattr(access, "visible_to", lambda *_: True)
    path = f"/revocation-cases/{haidian['id']}"
    await registry.done(f"{path}/opening", {"reason": "线索属实"}, by="bureau", at=1)
    assert (await registry.get(path, by="institution")).status_code == 404
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    shown = await registry.get(path, by="institution")
    assert shown.status_code == 200
    assert {act["actor"] for act in shown.json()["acts"]} == {None}
    assert (await registry.get(path, by="institution_2")).status_code == 404
    answer = await registry.post(f"{path}/answer", {"points": ["替答"]}, by="institution_2", at=3)
    assert answer.status_code == 404


async def test_the_database_alone_keeps_cases_and_acts_apart(registry: Any) -> None:
    await a_case_each(registry)
    read = registry.running.api.rows
    seen = {
        name: [row.district for row in await read(actor(name), select(revocation_cases))]
        for name in ("district", "district_2", "institution", "operator", "auditor")
    }
    assert seen == {
        "district": ["110108"],
        "district_2": ["110113"],
        "institution": [],
        "operator": [],
        "auditor": ["110108", "110113"],
    }
    assert len(await read(actor("district"), select(revocation_acts))) == 1
    assert await read(actor("institution"), select(revocation_acts)) == []


async def test_the_auditor_reads_and_changes_nothing(registry: Any) -> None:
    haidian, _ = await a_case_each(registry)
    path = f"/revocation-cases/{haidian['id']}"
    assert (await registry.get(path, by="auditor")).status_code == 200
    refused = await registry.post(f"{path}/opening", {"reason": "审计"}, by="auditor", at=1)
    assert refused.status_code == 403
    assert (await registry.get("/revocation-cases")).status_code == 401


@pytest.mark.parametrize("person", ["expert_1", "operator", "system"])
async def test_who_has_no_business_with_cases_is_refused_the_list(
    registry: Any, person: str
) -> None:
    haidian, _ = await a_case_each(registry)
    assert (await registry.get("/revocation-cases", by=person)).status_code == 403
    path = f"/revocation-cases/{haidian['id']}"
    assert (await registry.get(path, by=person)).status_code == 404


async def test_the_public_role_reads_the_published_columns_and_nothing_else(registry: Any) -> None:
    await a_case_each(registry)
    public = registry.running.runtime.public_database
    assert len(await public.plain_rows(store.published())) == 2
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    async with public.connection() as connection:
        names = {row.tablename for row in (await connection.execute(tables)).all()}
        for name in sorted(names):
            with pytest.raises(PostgresError, match="permission denied"):
                await connection.execute(text(f'SELECT * FROM "{name}"'))
        for act in ("UPDATE clusters SET name = ''", "DELETE FROM cluster_revocations"):
            with pytest.raises(PostgresError, match="permission denied"):
                await connection.execute(text(act))
    assert {"clusters", "revocation_cases", "proposals", "audit"} <= names


async def test_every_table_has_forced_row_level_security_and_a_policy(registry: Any) -> None:
    bare = text(
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version'
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
        """
    )
    async with registry.running.worker.connection() as connection:
        assert (await connection.execute(bare)).all() == []
