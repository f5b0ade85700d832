"""What the database alone refuses of a standard's life, whoever gets past the domain."""

from typing import Any

import pytest
from asyncpg import PostgresError
from sqlalchemy import text

from common.testing.tokens import actor
from evaluation.jobs import publish_first_standards

DRAFT = (
    "INSERT INTO standard_revisions VALUES "
    "('beijing-2030', 1, repeat('0', 64), 'text', 'cases', '{by}', now())"
)
ACT = (
    "INSERT INTO standard_acts (id, standard_id, revision, sha256, number, act, content, actor, at)"
    " VALUES (gen_random_uuid(), 'beijing-2023', 1, '', 9, 'interpreted', '{{}}', '{by}', now())"
)
DAYS = "INSERT INTO standard_days (standard_id, revision, first) VALUES ('beijing-2023', 1, now())"


async def attempt(bench: Any, person: str, statement: str) -> int:
    who, at = actor(person), bench.running.clock.now()
    async with bench.running.api.transaction(who, at=at) as tx:
        done = await tx.connection.execute(text(statement))
        rows: int = done.rowcount
        return rows


@pytest.mark.parametrize("person", ["district", "institution", "auditor", "operator"])
@pytest.mark.parametrize("statement", [DRAFT, ACT, DAYS], ids=["draft", "act", "days"])
async def test_nobody_but_the_bureau_writes_in_the_life_of_a_standard(
    bench: Any, person: str, statement: str
) -> None:
    with pytest.raises(PostgresError, match="row-level security"):
        await attempt(bench, person, statement.format(by=person))


@pytest.mark.parametrize("statement", [DRAFT, ACT], ids=["draft", "act"])
async def test_not_even_the_bureau_writes_in_the_name_of_another(
    bench: Any, statement: str
) -> None:
    with pytest.raises(PostgresError, match="row-level security"):
        await attempt(bench, "bureau", statement.format(by="bureau_2"))
    await attempt(bench, "bureau", statement.format(by="bureau"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE standard_revisions SET text = ''",
        "DELETE FROM standard_revisions",
        "UPDATE standard_acts SET actor = 'bureau_2'",
        "DELETE FROM standard_acts",
        "DELETE FROM standard_days",
        "UPDATE checks SET facts = ''",
        "UPDATE revision_effects SET would_stand = true",
    ],
)
async def test_what_was_kept_is_neither_changed_nor_removed(bench: Any, statement: str) -> None:
    await publish_first_standards(bench.running.worker, bench.running.clock)
    with pytest.raises(PostgresError, match="permission denied"):
        await attempt(bench, "bureau", statement)


async def test_a_draft_and_its_effects_are_invisible_to_others_in_the_database_too(
    bench: Any, make: Any
) -> None:
    await publish_first_standards(bench.running.worker, bench.running.clock)
    await bench.create("/v1/standards", make["revision"](2))
    seen = "SELECT FROM standard_revisions WHERE revision = 2"
    assert [await attempt(bench, who, seen) for who in ("bureau", "auditor")] == [1, 1]
    assert [await attempt(bench, who, seen) for who in ("district", "institution")] == [0, 0]
