"""What row-level security and column grants refuse by themselves, statement by statement."""

from typing import Any

import pytest
from asyncpg import PostgresError
from sqlalchemy import text

from common.sql import compiled
from common.testing.tokens import actor


async def written(case: Any, person: str, statement: str, **values: Any) -> int:
    """How many rows a statement writes as a person, straight past the domain."""
    running = case.running
    async with running.api.transaction(actor(person), at=running.clock.now()) as tx:
        sql, arguments, _ = compiled(text(statement), values)
        tag = await tx.connection.driver.execute(sql, *arguments)
        return int(tag.split()[-1])


async def refused(case: Any, person: str, statement: str, **values: Any) -> bool:
    """Whether the database refuses a statement, or lets it write nothing."""
    try:
        return await written(case, person, statement, **values) == 0
    except PostgresError as error:
        words = str(error)
        assert "row-level security" in words or "permission denied" in words, words
        return True


@pytest.mark.parametrize("person", ["institution", "district"])
@pytest.mark.parametrize(
    "change",
    [
        "district = '110113'",
        "institution_code = '911101066976941872'",
        "number = 'BJ-2024-A-9999'",
        "round_id = gen_random_uuid()",
        "kind = 'renewal'",
        "id = gen_random_uuid()",
        "on_notice = NULL",
    ],
)
async def test_nobody_writes_what_a_case_is(open_case: Any, person: str, change: str) -> None:
    case = await open_case()
    await case.submitted()
    assert await refused(case, person, f"UPDATE applications SET {change}")


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("institution", "recommended"),
        ("institution", "accepted"),
        ("institution", "rejected"),
        ("institution", "not_recommended"),
        ("district", "draft"),
        ("district", "submitted"),
        ("district", "withdrawn"),
        ("district_2", "accepted"),
        ("bureau", "accepted"),
        ("auditor", "accepted"),
    ],
)
async def test_each_side_moves_a_case_only_its_own_way(
    open_case: Any, person: str, status: str
) -> None:
    case = await open_case()
    await case.submitted()
    change = "UPDATE applications SET status = :status"
    assert await refused(case, person, change, status=status)


@pytest.mark.parametrize(("person", "status"), [("institution", "draft"), ("district", "accepted")])
async def test_an_ended_case_is_not_moved_again(open_case: Any, person: str, status: str) -> None:
    case = await open_case()
    application = await case.submitted()
    await case.act("institution", application, "withdrawal")
    assert await refused(case, person, "UPDATE applications SET status = :status", status=status)


ACT = """INSERT INTO application_acts (id, application_id, act, actor, at, submission, content)
SELECT gen_random_uuid(), id, :act, :actor, now(), 1, '{}' FROM applications"""


@pytest.mark.parametrize(
    ("person", "act", "name"),
    [
        ("institution", "submit", "district"),
        ("institution", "accept", "institution"),
        ("district", "accept", "institution"),
        ("district", "submit", "district"),
        ("district", "take_back", "district"),
        ("bureau", "accept", "bureau"),
        ("auditor", "accept", "auditor"),
    ],
)
async def test_an_act_is_recorded_in_ones_own_name_and_part(
    open_case: Any, person: str, act: str, name: str
) -> None:
    case = await open_case()
    await case.submitted()
    assert await refused(case, person, ACT, act=act, actor=name)


async def test_the_same_statements_in_order_are_let_through(open_case: Any) -> None:
    case = await open_case()
    await case.submitted()
    assert await written(case, "district", ACT, act="accept", actor="district") == 1
    assert await written(case, "institution", LINE, source="intake") == 1
    moved = "UPDATE applications SET status = 'accepted'"
    assert await written(case, "district", moved) == 1


LINE = """INSERT INTO timeline (application_id, at, event, source, zh, en)
SELECT id, now(), 'cluster.designated', :source, '已认定', 'Designated' FROM applications"""


@pytest.mark.parametrize(
    ("person", "source"),
    [("institution", "registry"), ("district", "evaluation"), ("bureau", "intake")],
)
async def test_no_line_is_told_in_another_services_name(
    open_case: Any, person: str, source: str
) -> None:
    case = await open_case()
    await case.submitted()
    assert await refused(case, person, LINE, source=source)
