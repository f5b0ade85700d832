"""One district never sees another's rows, whoever forgets what."""

from sqlalchemy import select, text
from toy.notes import TOY
from toy.tables import notes
from toy.writing import write

from common.actor import ANONYMOUS
from common.testing.tokens import actor


async def test_a_reader_sees_its_own_district_alone(run_service):
    running = await run_service(TOY)
    await write(running)
    seen = await running.api.rows(actor("district"), select(notes.c.district))
    assert [row.district for row in seen] == ["110108"]
    assert await running.api.rows(actor("district_2"), select(notes)) == []
    assert await running.api.rows(ANONYMOUS, select(notes)) == []


async def test_the_context_does_not_stay_on_a_pooled_connection(run_service):
    running = await run_service(TOY)
    await write(running)
    for _ in range(10):  # every connection of the pool has carried the district's context
        await running.api.rows(actor("district"), select(notes))
        async with running.api.transaction(actor("district"), at=running.clock.now()) as tx:
            assert len(await tx.rows(select(notes))) == 1
        assert await running.api.plain_rows(select(notes)) == []


async def test_every_table_has_forced_row_level_security_and_a_policy(run_service):
    running = await run_service(TOY)
    bare = text(
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version'
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
        """
    )
    async with running.worker.connection() as connection:
        assert (await connection.execute(bare)).all() == []
