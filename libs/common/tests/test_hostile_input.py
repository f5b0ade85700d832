"""What an attacker sends is refused as content or form, and is never a fault."""

import base64
import json

import pytest
from asyncpg import PostgresError
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import text, update
from toy.notes import TOY
from toy.writing import write

from common.errors import HeaderMalformed, PreconditionRequired, Stale, Unauthenticated
from common.http.field_types import Day, Instant, Words
from common.lifecycle import require_match
from common.tables import number_series, resource_head
from common.testing.tokens import actor, token, verifier


@pytest.fixture
async def running(run_service):
    """The toy."""
    return await run_service(TOY)


@pytest.mark.parametrize("depth", [40, 480, 800, 50_000])
async def test_a_deep_body_is_malformed_with_and_without_a_key(running, depth):
    for key in ({}, {"Idempotency-Key": "k"}):
        for body in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
            headers = running.as_("district") | key | {"Content-Type": "application/json"}
            answer = await running.client.post("/v1/notes", content=body, headers=headers)
            assert answer.status_code == 400


@pytest.mark.parametrize("key", [["\x00"], ["\ud800"], [10**30], ["9" * 40], [None], [1.5], [[]]])
async def test_a_cursor_this_api_never_gave_is_refused(running, key):
    cursor = base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
    path = f"/v1/notes?cursor={cursor}"
    answer = await running.client.get(path, headers=running.as_("district"))
    assert answer.status_code == 422, answer.text


async def test_a_cursor_out_of_time_is_refused(running):
    for moment in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        raw = json.dumps([moment, "018f0000-0000-7000-8000-000000000000"]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        path = f"/v1/toy/parked-events?cursor={cursor}"
        answer = await running.client.get(path, headers=running.as_("operator"))
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("tag", "refusal"),
    [
        (None, PreconditionRequired),
        ("*", PreconditionRequired),
        ("v1", HeaderMalformed),
        ('"v2"', Stale),
        ('W/"v1"', Stale),
    ],
)
def test_only_the_quoted_tag_of_the_version_seen_passes(tag, refusal):
    with pytest.raises(refusal):
        require_match(tag, version=1)
    require_match('"v1"', version=1)


@pytest.mark.parametrize("blank", ["", " ", "\n", "　", "—", "。。"])
def test_words_that_say_nothing_are_refused(blank):
    with pytest.raises(ValidationError):
        TypeAdapter(Words).validate_python(blank)


@pytest.mark.parametrize("unseen", ["\x07", "\x00", "\x85", "\u202e", "\u2066", "\ufffe"])
def test_words_with_what_nobody_sees_are_refused(unseen):
    with pytest.raises(ValidationError, match="unseen_characters"):
        TypeAdapter(Words).validate_python(f"北京{unseen}集群")
    assert TypeAdapter(Words).validate_python("一\t二\r\n三\u200d🏭") == "一\t二\r\n三\u200d🏭"


@pytest.mark.parametrize("kind", [Instant, Day])
@pytest.mark.parametrize("value", [1714356000, "9999-12-31", "0001-01-01T00:00:00+23:59", True])
def test_a_number_or_a_day_out_of_reach_is_no_time(kind, value):
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("claim", ["sub", "district", "institution", "scope"])
async def test_a_token_with_a_control_character_is_refused(claim):
    with pytest.raises(Unauthenticated):
        await verifier().actor(token("district", **{claim: "a\x00b"}))


async def test_a_long_field_name_is_cut_in_the_answer(running):
    answer = await write(running, body={"district": "110108", "words": "x", "S" * 500: 1})
    assert max(len(error["pointer"]) for error in answer.json()["errors"]) <= 65


async def test_heads_and_series_move_on_by_one_whoever_writes(running):
    await write(running)
    wrong = (
        update(resource_head).values(audit_hash=b"x" * 32),
        update(resource_head).values(audit_count=0),
        update(resource_head).values(event_count=9),
    )
    for statement in wrong:
        with pytest.raises(PostgresError, match="one link"):
            await _attempt(running, statement)
    await _attempt(running, text("INSERT INTO number_series VALUES ('A', 2024, 5)"))
    with pytest.raises(PostgresError, match="by one"):
        await _attempt(running, update(number_series).values(last=1))


async def test_nobody_announces_in_anothers_name(running):
    forged = text(
        "INSERT INTO outbox (event_id, type, kind, aggregate_id, sequence, actor, at, data,"
        " sha256, traceparent) VALUES (gen_random_uuid(), 'report.overdue', 'report',"
        " gen_random_uuid(), 1, 'bureau', now(), '{}', 'x', '')"
    )
    with pytest.raises(PostgresError, match="row-level security"):
        await _attempt(running, forged)


async def _attempt(running, statement):
    async with running.api.transaction(actor("district"), at=running.clock.now()) as tx:
        await tx.connection.execute(statement)
