"""Bites: each breaks one rule on purpose, and then the test of that rule must fail.

`pytest --bite NAME …` applies one; `tests/bites/test_bites.py` runs them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from common import audit, database, tokens
from common.messaging import consumer, guard, inbox, relay
from common.tables import outbox


@dataclass(frozen=True, slots=True)
class Bite:
    """A deliberate mistake, and the test that must notice it."""

    rule: str
    test: str
    apply: Callable[[], None]


def apply(name: str) -> None:
    """Break the rule of that name in this process."""
    BITES[name].apply()


def _put(where: object, name: str, wrong: object) -> None:
    setattr(where, name, wrong)


def _commit_unlooked_at() -> None:
    async def commit(driver: Any) -> None:
        await driver.execute("COMMIT")

    _put(database, "commit", commit)


def _relay_by_cursor() -> None:
    last = 0

    async def waiting(connection: Any) -> Sequence[Any]:
        nonlocal last
        newer = select(outbox).where(outbox.c.position > last).order_by(outbox.c.position)
        rows = list((await connection.execute(newer.limit(relay.BATCH))).all())
        last = max([last, *(row.position for row in rows)])
        return rows

    _put(relay, "waiting", waiting)


def _ack_first() -> None:
    take = consumer.Consumer.take

    async def take_acknowledged(self: consumer.Consumer, message: Any) -> None:
        await message.ack()
        await message._client.flush()
        await take(self, message)

    _put(consumer.Consumer, "take", take_acknowledged)


def _inbox_forgets() -> None:
    async def lock_progress(_tx: Any, _stream: str, envelope: Any) -> inbox.Progress:
        return inbox.Progress(envelope.number - 1, None)

    async def state_of(_tx: Any, _stream: str, _event_id: Any) -> None:
        return None

    _put(inbox, "lock_progress", lock_progress)
    _put(inbox, "state_of", state_of)


def _poison_dropped() -> None:
    async def park(self: consumer.Consumer, envelope: Any, *, reason: str) -> str:  # noqa: ARG001
        async with self._transaction() as tx:
            await inbox.lock_progress(tx, self.stream, envelope)
            await inbox.keep(tx, self.stream, envelope, state=inbox.APPLIED)
            await inbox.advance(tx, self.stream, envelope)
        return inbox.APPLIED

    _put(consumer.Consumer, "_park", park)


def _context_for_the_session() -> None:
    async def begin(driver: Any, actor: Any, _request_key: Any) -> None:
        settings = (
            f"set_config({database._literal(name)}, {database._literal(value)}, false)"
            for name, value in database.context_of(actor).items()
        )
        await driver.execute(f"BEGIN; SELECT {', '.join(settings)}")

    _put(database, "_begin", begin)


def _claims_unchecked() -> None:
    _put(tokens, "check_claims", lambda *_arguments: None)


def _guard_asleep() -> None:
    async def check_broker(*_arguments: Any, **_named: Any) -> None:
        return None

    _put(guard, "check_broker", check_broker)


def _audit_unread() -> None:
    class Anything(bytes):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = bytes.__hash__

    _put(audit, "link", lambda _previous, _content: Anything())


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
}
