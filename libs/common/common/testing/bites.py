"""Bites: each breaks one rule on purpose, and then the test of that rule must fail.

`pytest --bite NAME …` applies one; `tests/bites/test_bites.py` runs the quick ones, `make fault
BITE=NAME` one of those that need the whole stack under fault (`make fault BITE=all` each of them).
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from common import audit, context, database, tokens
from common.documents import clamav, folder, inspector, quarantine
from common.documents.inside.look import FIT
from common.ids import new_id
from common.messaging import consumer, guard, inbox, relay
from common.outbound import store, webhook
from common.outbound.tables import outbound_messages
from common.tables import outbox
from common.testing.bite import Bite, put
from common.testing.fault_bites import FAULT_BITES

BITTEN_BY: Final = "JIQUN_BITE"


def apply(name: str) -> None:
    """Break the rule of that name in this process, or in all that a stack starts from here."""
    bite = BITES[name]
    if not bite.in_the_stack:
        bite.apply()
        return
    # Python runs the `sitecustomize` it finds there before anything else.
    paths = [str(Path(__file__).parent / "bitten"), os.environ.get("PYTHONPATH", "")]
    os.environ |= {BITTEN_BY: name, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _commit_unlooked_at() -> None:
    async def commit(driver: Any, _ledger: Any) -> None:
        await driver.execute("COMMIT")

    put(database, "commit", commit)


def _relay_by_cursor() -> None:
    last = 0

    async def waiting(connection: Any) -> Sequence[Any]:
        nonlocal last
        newer = select(outbox).where(outbox.c.position > last).order_by(outbox.c.position)
        rows = list((await connection.execute(newer.limit(relay.BATCH))).all())
        last = max([last, *(row.position for row in rows)])
        return rows

    put(relay, "waiting", waiting)


def _ack_first() -> None:
    take = consumer.Consumer.take

    async def take_acknowledged(self: consumer.Consumer, message: Any) -> None:
        await message.ack()
        await message._client.flush()
        await take(self, message)

    put(consumer.Consumer, "take", take_acknowledged)


def _inbox_forgets() -> None:
    async def take_up(_tx: Any, _stream: str, envelope: Any) -> inbox.Progress:
        return inbox.Progress(envelope.number - 1, None, None)

    put(inbox, "take_up", take_up)


def _poison_dropped() -> None:
    async def park(self: consumer.Consumer, envelope: Any, *, reason: str) -> str:  # noqa: ARG001
        async with self._transaction() as tx:
            await inbox.take_up(tx, self.stream, envelope)
            inbox.apply(tx, self.stream, envelope)
        return inbox.APPLIED

    put(consumer.Consumer, "_park", park)


def _context_for_the_session() -> None:
    async def begin(driver: Any, actor: Any, _request_key: Any) -> None:
        settings = (
            f"set_config({context.literal(name)}, {context.literal(value)}, false)"
            for name, value in context.context_of(actor).items()
        )
        await driver.execute(f"BEGIN; SELECT {', '.join(settings)}")

    put(database, "_begin", begin)


def _claims_unchecked() -> None:
    put(tokens, "check_claims", lambda *_arguments: None)


def _guard_asleep() -> None:
    async def check_broker(*_arguments: Any, **_named: Any) -> None:
        return None

    put(guard, "check_broker", check_broker)


def _audit_unread() -> None:
    class Anything(bytes):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = bytes.__hash__

    put(audit, "link", lambda _previous, _content: Anything())


def _evidence_overwritten() -> None:
    def linked(file: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        file.rename(place)

    put(folder, "_linked", linked)


def _half_a_hash() -> None:
    take = quarantine._Writing._take

    def take_first(self: Any, piece: bytearray) -> None:
        before = self.digest.copy()
        first = self.size_bytes == 0
        take(self, piece)
        if not first:
            self.digest = before

    put(quarantine._Writing, "_take", take_first)


def _silence_is_clean() -> None:
    def verdict_of(answer: str) -> str:
        return "infected" if answer.endswith("FOUND") else "clean"

    put(clamav, "verdict_of", verdict_of)


def _crash_is_fit() -> None:
    look = inspector.Inspector._look

    def look_kindly(self: inspector.Inspector, file: Path, media_type: str) -> str:
        finding = look(self, file, media_type)
        return FIT if finding == "not_inspected" else finding

    put(inspector.Inspector, "_look", look_kindly)


def _message_unclaimed() -> None:
    async def claim(tx: Any, _patience: Any) -> Any:
        due = select(outbound_messages).where(outbound_messages.c.state == "waiting").limit(1)
        rows = await tx.rows(due)
        return (store.message_of(rows[0]), rows[0].attempts) if rows else None

    put(store, "claim", claim)


def _message_renamed() -> None:
    put(webhook.Webhook, "_headers", _with_a_new_id(webhook.Webhook._headers))


def _with_a_new_id(headers: Any) -> Any:
    return lambda self, _message_id, body, at: headers(self, str(new_id()), body, at=at)


_COMMON: Final = "libs/common/tests"
BITES: Final[dict[str, Bite]] = {
    "commit_unlooked_at": Bite(
        "a failed commit is a 500",
        f"{_COMMON}/test_commit.py::test_nothing_is_kept_and_no_success_is_told",
        _commit_unlooked_at,
    ),
    "relay_by_cursor": Bite(
        "the relay loses and reorders nothing under twelve writers",
        f"{_COMMON}/test_relay.py::test_every_committed_event_is_published_once_and_in_order",
        _relay_by_cursor,
    ),
    "ack_first": Bite(
        "a kill between effect and acknowledgement loses nothing",
        f"{_COMMON}/test_consumer.py::"
        "test_a_kill_between_effect_and_acknowledgement_loses_and_doubles_nothing",
        _ack_first,
    ),
    "inbox_forgets": Bite(
        "five deliveries, one effect",
        f"{_COMMON}/test_consumer.py::test_five_deliveries_have_one_effect",
        _inbox_forgets,
    ),
    "poison_dropped": Bite(
        "poison parks, and only its aggregate waits",
        f"{_COMMON}/test_consumer.py::test_poison_is_parked_and_holds_its_aggregate_alone",
        _poison_dropped,
    ),
    "context_for_the_session": Bite(
        "the row-level security context ends with its transaction",
        f"{_COMMON}/test_row_level_security.py",
        _context_for_the_session,
    ),
    "claims_unchecked": Bite(
        "a token's claims are checked", f"{_COMMON}/test_tokens.py", _claims_unchecked
    ),
    "guard_asleep": Bite(
        "a worker refuses an unfit broker", f"{_COMMON}/test_guard.py", _guard_asleep
    ),
    "audit_unread": Bite("a changed audit row is named", f"{_COMMON}/test_audit.py", _audit_unread),
    "evidence_overwritten": Bite(
        "a stored document is never overwritten",
        f"{_COMMON}/test_document_store.py::"
        "test_a_document_lies_under_its_hash_and_two_of_one_hash_are_one",
        _evidence_overwritten,
    ),
    "half_a_hash": Bite(
        "a document is stored under the hash of the whole of it",
        f"{_COMMON}/test_document_store.py::"
        "test_however_a_body_is_cut_its_hash_and_size_are_those_of_the_whole",
        _half_a_hash,
    ),
    "silence_is_clean": Bite(
        "a document that was not scanned is never called clean",
        f"{_COMMON}/test_clamav.py::test_any_other_answer_is_no_scan",
        _silence_is_clean,
    ),
    "crash_is_fit": Bite(
        "a document that could not be looked into is refused",
        f"{_COMMON}/test_inspector.py::test_a_look_that_meets_a_limit_is_a_refusal",
        _crash_is_fit,
    ),
    "message_unclaimed": Bite(
        "a message is with one sender at a time",
        f"{_COMMON}/test_outbound.py::test_two_workers_send_each_message_once",
        _message_unclaimed,
    ),
    "message_renamed": Bite(
        "a message sent again is the same message",
        f"{_COMMON}/test_outbound.py::"
        "test_a_death_between_send_and_mark_sends_again_under_the_same_id",
        _message_renamed,
    ),
    **FAULT_BITES,
}
