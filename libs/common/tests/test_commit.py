"""A write that did not commit is never told as done."""

import asyncio
import gc
from contextlib import suppress

import asyncpg
import pytest
from asyncpg import PostgresError
from fastapi import Response
from sqlalchemy import insert, text
from toy.notes import TOY, routes
from toy.tables import notes
from toy.writing import count

from common.database import CommitFailed, Transaction
from common.errors import NotFound
from common.http.answers import answered
from common.http.dependencies import Writing
from common.http.validation import StrictModel
from common.ids import new_id
from common.testing.tokens import actor


class Done(StrictModel):
    done: bool = True


async def _note(tx: Transaction) -> None:
    values = {"id": new_id(), "district": "110108", "words": "x", "status": "open", "version": 1}
    await tx.connection.execute(insert(notes).values(**values))


@routes.post("/broken/deferred", name="broken_deferred")
async def broken_deferred(tx: Writing) -> Response:
    await _note(tx)
    await tx.connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    await tx.connection.execute(text("INSERT INTO deferred_child VALUES (1)"))
    return await answered(tx, Done(), status=201, headers={})


@routes.post("/broken/swallowed", name="broken_swallowed")
async def broken_swallowed(tx: Writing) -> Response:
    await _note(tx)
    with suppress(PostgresError):  # the mistake this test is about
        await tx.connection.execute(text("SELECT 1/0"))
    return Response("{}", status_code=201)


@routes.post("/broken/refused", name="broken_refused")
async def broken_refused(tx: Writing) -> Response:
    await _note(tx)
    raise NotFound()


@routes.post("/broken/cancelled", name="broken_cancelled")
async def broken_cancelled(tx: Writing) -> Response:
    await _note(tx)
    await tx.connection.execute(text("SET LOCAL statement_timeout = 50"))
    await tx.connection.execute(text("SELECT pg_sleep(5)"))
    return Response("{}", status_code=201)


@pytest.fixture
async def running(run_service):
    """The toy."""
    return await run_service(TOY)


async def _with_deferred_constraint(running, databases):
    admin = await asyncpg.connect(databases.admin_url, database=running.urls.name)
    await admin.execute(
        "CREATE TABLE deferred_parent (id int PRIMARY KEY);"
        "CREATE TABLE deferred_child (id int REFERENCES deferred_parent DEFERRABLE);"
        "GRANT INSERT ON deferred_child TO toy_api; GRANT SELECT ON deferred_parent TO toy_api"
    )
    await admin.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [("deferred", 500), ("swallowed", 500), ("refused", 404), ("cancelled", 500)],
)
async def test_nothing_is_kept_and_no_success_is_told(running, databases, path, status):
    await _with_deferred_constraint(running, databases)
    answer = await running.client.post(f"/v1/broken/{path}", headers=running.as_("district"))
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert await count(running, notes) == 0


async def test_a_refusal_gives_its_connection_back_at_once(running):
    gc.disable()  # nothing may wait for the garbage collector to roll back
    try:
        for _ in range(20):  # the pool holds five
            await running.client.post("/v1/broken/refused", headers=running.as_("district"))
        assert running.api.in_use == 0
    finally:
        gc.enable()


async def test_a_swallowed_error_is_a_fault_of_the_transaction_itself(running):
    async def swallow():
        async with running.api.transaction(actor("district"), at=running.clock.now()) as tx:
            await _note(tx)
            with suppress(PostgresError):
                await tx.connection.execute(text("SELECT 1/0"))

    with pytest.raises(CommitFailed):
        await swallow()


async def test_a_cancelled_task_leaves_no_open_transaction(running):
    async def work():
        async with running.api.transaction(actor("district"), at=running.clock.now()) as tx:
            await _note(tx)
            await asyncio.sleep(30)

    tasks = [asyncio.create_task(work()) for _ in range(5)]
    await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with running.worker.connection() as connection:
        open_ones = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
        )
        assert (await connection.execute(open_ones)).scalar_one() == 0
    assert await count(running, notes) == 0


async def test_connections_that_died_with_their_server_are_replaced_unnoticed(running, databases):
    for _ in range(3):
        await running.client.get("/v1/notes", headers=running.as_("district"))
    admin = await asyncpg.connect(databases.admin_url, database=running.urls.name)
    end_all = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = 'toy_api'"
    )
    living = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    living += " AND usename = 'toy_api'"
    for method, path, status in (("POST", "/v1/broken/refused", 404), ("GET", "/v1/notes", 200)):
        await admin.execute(end_all)
        while await admin.fetchval(living):  # a backend told to end may still begin a transaction
            await asyncio.sleep(0.01)
        answer = await running.client.request(method, path, headers=running.as_("district"))
        assert answer.status_code == status
    await admin.close()
