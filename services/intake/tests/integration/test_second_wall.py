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


LINE = """INSERT INTO timeline (application_id, at, event, source, zh, en, told_by)
SELECT id, now(), 'cluster.designated', :source, '已认定', 'Designated', uuidv7()
FROM applications"""


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


NOTICE = """INSERT INTO application_notices
(number, application_id, act_id, kind, at, canonical, sha256)
SELECT 'X', c.application_id, c.id, 'acceptance', now(), '{}', '' FROM application_acts c LIMIT 1"""
PRINT = """INSERT INTO notice_prints (number, pdf, sha256, printed_at)
SELECT number, '', '', now() FROM application_notices"""


SERVICE = """INSERT INTO notice_services (id, number, served_on, manner, remark, actor, at)
SELECT gen_random_uuid(), number, now(), 'direct', '', :actor, now() FROM application_notices"""


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("institution", "institution"),
        ("district_2", "district_2"),
        ("bureau", "bureau"),
        ("district", "district_2"),
    ],
)
async def test_only_the_district_says_in_its_own_name_that_a_notice_was_served(
    open_case: Any, person: str, name: str
) -> None:
    case = await open_case()
    await case.accepted()
    assert await refused(case, person, SERVICE, actor=name)
    assert await written(case, "district", SERVICE, actor="district") == 1


async def test_only_the_district_gives_a_notice_and_nobody_changes_one(open_case: Any) -> None:
    case = await open_case()
    await case.accepted()
    for person in ("institution", "district_2", "bureau", "auditor"):
        assert await refused(case, person, NOTICE), person
    for person in ("district", "institution"):
        assert await refused(case, person, "UPDATE application_notices SET canonical = '{}'")
        assert await refused(case, person, "DELETE FROM application_notices")
    assert await refused(case, "district_2", PRINT)
    assert await written(case, "district", PRINT) == 1
    assert await refused(case, "district", "UPDATE notice_prints SET pdf = 'x'")


MESSAGE = """INSERT INTO outbound_messages
(id, rule, subject, step, recipient_role, district, institution, language, about, made_at, state)
VALUES (gen_random_uuid(), 'forged', 's', '', 'operating_institution', :district, :code, 'zh-CN',
'{}', now(), :state)"""


@pytest.mark.parametrize(
    ("person", "district", "code", "state"),
    [
        ("district", "110113", "91110000101623741K", "waiting"),
        ("institution", "110108", "911101066976941872", "waiting"),
        ("district", "110108", "91110000101623741K", "sent"),
        ("bureau", "110108", "91110000101623741K", "waiting"),
        ("operator", "110108", "91110000101623741K", "waiting"),
    ],
)
async def test_nobody_speaks_for_another_district_or_institution(
    open_case: Any, person: str, district: str, code: str, state: str
) -> None:
    case = await open_case()
    values = {"district": district, "code": code, "state": state}
    assert await refused(case, person, MESSAGE, **values)


async def test_nobody_changes_a_message_but_who_puts_a_dead_one_back(open_case: Any) -> None:
    case = await open_case()
    await case.submitted()
    for person in ("institution", "district", "bureau", "auditor", "operator"):
        assert await refused(case, person, "UPDATE outbound_messages SET about = '{}'"), person
        assert await refused(case, person, "DELETE FROM outbound_messages"), person
