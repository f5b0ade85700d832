"""A receipt reproduces its check, and whoever changes one thing past every wall is named."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from common.actor import service_actor
from common.canonical import sha256_hex
from evaluation.domain.checking import repeated_check
from evaluation.jobs import publish_first_standards
from evaluation.store import checks, standards
from evaluation.verify import findings
from programme.kernel.version import KERNEL_VERSION

PROPOSED = {"outcome": "proposed", "meeting": "2024年第3次专题会", "reason": "符合全部条件"}
TABLES = ("checks", "criterion_lines", "judgments", "standard_revisions")
Statement = Callable[..., Awaitable[None]]


@pytest.fixture
async def past_the_walls(bench: Any) -> AsyncIterator[Statement]:
    """What the owner of the tables can do, who may take the walls down."""
    engine = create_async_engine(bench.running.urls.url("owner"))

    async def run(statement: str, **values: Any) -> None:
        async with engine.begin() as connection:
            for table in TABLES:
                await connection.execute(text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
            done = await connection.execute(text(statement), values)
            assert done.rowcount == 1

    yield run
    await engine.dispose()


async def proposed(bench: Any, make: Any) -> dict[str, Any]:
    case = make["case"]()
    assert await bench.recommend(case) == "applied"
    opened = await bench.evaluation_of(case)
    assert (await bench.judge_all(opened)).status_code == 201
    decided = await bench.act(opened, "decision", PROPOSED)
    assert decided.status_code == 201, decided.text
    shown: dict[str, Any] = decided.json()
    return shown


async def told(bench: Any) -> list[str]:
    at = bench.running.clock.now()
    async with bench.running.worker.transaction(service_actor("evaluation"), at=at) as tx:
        return [each.detail for each in [f async for f in findings(tx)] if not each.ok]


async def test_each_check_has_a_receipt_that_anybody_can_hash_again(bench: Any, make: Any) -> None:
    shown = await proposed(bench, make)
    opening, decision = (check["receipt"] for check in shown["checks"])
    assert opening["findings"] == []
    assert {f["judged_by"] for f in decision["findings"]} == {"bureau"}
    assert {line["outcome"] for line in decision["criteria"]} <= {"met", "not_applicable"}
    assert {line["checked"] for line in decision["criteria"]} > {"needs_judgment"}
    for check in shown["checks"]:
        receipt = dict(check["receipt"])
        assert sha256_hex(receipt) != receipt.pop("sha256") == sha256_hex(receipt)
        assert receipt["standard"] == shown["standard"]
        assert receipt["kernel_version"] == KERNEL_VERSION
        path = f"/v1/evaluations/{shown['id']}/checks/{check['number']}"
        whole = (await bench.get(path)).json()
        assert sha256_hex(whole["facts"]) == receipt["facts_sha256"]
        assert sha256_hex(whole["verdict"]) == receipt["verdict_sha256"]
    missing = await bench.get(f"/v1/evaluations/{shown['id']}/checks/3")
    assert missing.status_code == 404
    assert await told(bench) == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE checks SET facts = replace(facts, '500000.00', '500000.01') WHERE number = 2",
            "the facts of check 2 do not have the hash of its receipt",
        ),
        (
            "UPDATE checks SET verdict = replace(verdict, '13000', '13001') WHERE number = 2",
            "the verdict of check 2 does not have the hash of its receipt",
        ),
        (
            "UPDATE checks SET facts_sha256 = repeat('0', 64) WHERE number = 1",
            "the facts of check 1 do not have the hash of its receipt",
        ),
        (
            "UPDATE checks SET kernel_version = '0' WHERE number = 1",
            "the receipt of check 1 does not have its hash: what it names was changed",
        ),
        (
            "UPDATE checks SET receipt_sha256 = repeat('0', 64) WHERE number = 2",
            "the receipt of check 2 does not have its hash: what it names was changed",
        ),
        (
            "UPDATE checks SET at = at + interval '1 microsecond' WHERE number = 2",
            "the receipt of check 2 does not have its hash: what it names was changed",
        ),
        (
            "UPDATE checks SET standard = jsonb_set(standard, '{revision}', '2') WHERE number = 1",
            "check 1 cannot be repeated: its standard is not here with the hash it pins",
        ),
        (
            "UPDATE criterion_lines SET outcome = 'not_met' WHERE id = '2.4' AND check_id IN "
            "(SELECT id FROM checks WHERE number = 2)",
            "the criterion rows of check 2 differ from its verdict",
        ),
        (
            "UPDATE judgments SET reason = '另有原因' WHERE criterion_id = '9.6'",
            "the finding on 9.6 that check 2 took is not the one on record",
        ),
        (
            "UPDATE judgments SET judged_by = 'bureau_2' WHERE criterion_id = '9.6'",
            "the finding on 9.6 that check 2 took is not the one on record",
        ),
    ],
)
async def test_one_thing_changed_past_the_walls_is_named(
    bench: Any, make: Any, past_the_walls: Statement, statement: str, problem: str
) -> None:
    await proposed(bench, make)
    await past_the_walls(statement)
    assert problem in await told(bench)


async def test_a_forgery_that_fits_together_is_unknown_to_the_audit_trail(
    bench: Any, make: Any, past_the_walls: Statement
) -> None:
    shown = await proposed(bench, make)
    at = bench.running.clock.now()
    async with bench.running.worker.transaction(service_actor("evaluation"), at=at) as tx:
        first, second = await checks.of_evaluation(tx, UUID(shown["id"]))
        standard = await standards.pinned(tx, second.standard)
    forged = repeated_check(
        first, purpose="decision", standard=standard, judgments=(), at=second.at
    )
    values = {name: getattr(forged, name) for name in ("facts", "facts_sha256", "verdict")}
    values |= {"verdict_sha256": forged.verdict_sha256, "receipt_sha256": forged.receipt_sha256}
    assigned = ", ".join(f"{name} = :{name}" for name in values)
    await past_the_walls(
        f"UPDATE checks SET {assigned}, findings = '[]' WHERE number = 2", **values
    )
    assert await told(bench) == ["the audit trail knows no such receipt of check 2"]


async def test_a_text_that_lost_its_hash_is_named_and_nothing_is_checked_with_it(
    bench: Any, make: Any, past_the_walls: Statement
) -> None:
    await publish_first_standards(bench.running.worker, bench.running.clock)
    await proposed(bench, make)
    await past_the_walls(
        "UPDATE standard_revisions SET text = replace(text, 'threshold = 40', 'threshold = 30') "
        "WHERE standard_id = 'beijing-2023'"
    )
    assert await told(bench) == [
        "the text of a revision does not have the hash it was kept with",
        *(
            f"check {n} cannot be repeated: its standard is not here with the hash it pins"
            for n in (1, 2)
        ),
    ]
    assert await bench.recommend(make["case"]("110113")) == "parked"
