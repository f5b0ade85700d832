"""Whoever changes, removes or moves an audit row leaves a break that verification names."""

import asyncpg
import pytest
from toy.notes import TOY
from toy.writing import HAIDIAN, write

from common import audit
from common.testing.tokens import actor

TAMPERINGS = {
    "content": "UPDATE audit SET content = replace(content, 'close', 'write') WHERE position=2",
    "removed": "DELETE FROM audit WHERE number = 1 AND position = 1",
    "moved": "UPDATE audit SET number = number + 5 WHERE position = 2",
    "rehashed": "UPDATE audit SET content = 'x', hash = sha256('x') WHERE position = 2",
    "unsealed": "DELETE FROM audit_seal WHERE number = 2",
}


@pytest.fixture
async def running(run_service):
    """The toy with six audit rows of three notes, sealed."""
    toy = await run_service(TOY)
    for number in range(3):
        answer = await write(toy, key=f"k{number}", body=HAIDIAN | {"words": f"第{number}"})
        closing = {"reason": "已经处理完毕"}
        headers = toy.as_("bureau") | {"If-Match": '"v1"'}
        await toy.client.post(
            f"{answer.headers['Location']}/closing", json=closing, headers=headers
        )
    async with toy.worker.transaction(actor("bureau"), at=toy.clock.now()) as tx:
        head = await audit.seal(tx)
    assert head is not None
    assert head[0] == 6
    return toy


async def _breaks(running):
    async with running.worker.transaction(actor("bureau"), at=running.clock.now()) as tx:
        return [found async for found in audit.breaks(tx)]


async def test_an_untouched_trail_verifies(running):
    assert await _breaks(running) == []


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_tampering_is_named(running, databases, tampering):
    admin = await asyncpg.connect(databases.admin_url, database=running.urls.name)
    await admin.execute("SET session_replication_role = replica")  # past every constraint
    assert not (await admin.execute(TAMPERINGS[tampering])).endswith(" 0")
    await admin.close()
    assert await _breaks(running)


async def test_the_api_can_neither_change_nor_remove_what_it_recorded(running):
    from asyncpg import PostgresError
    from sqlalchemy import delete, update

    from common.tables import audit as table
    from common.tables import outbox

    for forbidden in (update(table).values(act="x"), delete(table), delete(outbox)):
        with pytest.raises(PostgresError, match="permission denied"):
            async with running.api.transaction(actor("bureau"), at=running.clock.now()) as tx:
                await tx.connection.execute(forbidden)


async def test_an_auditor_reads_the_history_of_a_resource(running):
    notes = await running.client.get("/v1/notes", headers=running.as_("bureau"))
    resource = f"note/{notes.json()['items'][0]['id']}"
    path = f"/v1/toy/history?resource={resource}"
    history = await running.client.get(path, headers=running.as_("auditor"))
    assert [row["act"] for row in history.json()["items"]] == ["write", "close"]
    assert (await running.client.get(path, headers=running.as_("bureau"))).status_code == 403
