"""Messages in the database: made, claimed by one sender at a time, and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from common.database import Transaction
from common.outbound.message import Message, Recipient
from common.outbound.tables import outbound_messages as messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long a message is tried: the pause doubles from `first_s` to `most_s`.

    The first pause is also how long a sender may take before another one tries: it is longer
    than any channel's time-out.
    """

    attempts: int = 16
    first_s: float = 60.0
    most_s: float = 6 * 3600.0


PATIENT: Final = Patience()


async def make(tx: Transaction, new: Message) -> None:
    """Write a message, or nothing where the same rule told the same step before."""
    to = new.recipient
    row = {
        "id": new.id,
        "rule": new.rule,
        "subject": new.subject,
        "step": new.step,
        "recipient_role": to.role,
        "district": to.district,
        "institution": to.institution,
        "language": new.language,
        "about": dict(new.about),
        "due_on": new.due_on,
        "made_at": new.made_at,
    }
    # No key is named: PostgreSQL would want the maker to be able to read the other message.
    await tx.connection.execute(insert(messages).values(**row).on_conflict_do_nothing())


async def claim(tx: Transaction, patience: Patience) -> tuple[Message, int] | None:
    """The message that waits longest and the number of this attempt; nobody else has it now.

    It is due again after the pause, so a sender that dies leaves it to the next one.
    """
    due = (
        select(messages.c.id)
        .where(messages.c.state == "waiting", messages.c.next_at <= func.now())
        .order_by(messages.c.next_at, messages.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    doubled = literal(patience.first_s) * func.power(2, messages.c.attempts)
    pause = func.make_interval(0, 0, 0, 0, 0, 0, func.least(doubled, literal(patience.most_s)))
    taken = (
        update(messages)
        .where(messages.c.id == select(due.c.id).scalar_subquery())
        .values(attempts=messages.c.attempts + 1, next_at=func.now() + pause)
        .returning(*messages.c)
    )
    rows = (await tx.connection.execute(taken)).all()
    return (message_of(rows[0]), rows[0].attempts) if rows else None


async def mark_sent(tx: Transaction, message_id: UUID) -> None:
    """Note that a message arrived, whoever sent it and however late this is known."""
    sent = update(messages).where(messages.c.id == message_id)
    await tx.connection.execute(sent.values(state="sent", sent_at=func.now(), error=None))


async def mark_failed(
    tx: Transaction, message_id: UUID, *, attempt: int, reason: str, dead: bool
) -> None:
    """Note why an attempt failed; not if another attempt has begun or succeeded since."""
    own = (messages.c.id == message_id) & (messages.c.attempts == attempt)
    failed = update(messages).where(own, messages.c.state == "waiting")
    state = "dead" if dead else "waiting"
    await tx.connection.execute(failed.values(state=state, error=reason))


async def lapse(tx: Transaction, *, today: date, made_before: datetime) -> None:
    """Give up what is too late to be told: its day has passed, or it waited for too long."""
    late = or_(messages.c.due_on < today, messages.c.made_at < made_before)
    waiting = update(messages).where(messages.c.state == "waiting", late)
    await tx.connection.execute(waiting.values(state="lapsed"))


async def send_again(tx: Transaction, message_id: UUID) -> Row[Any] | None:
    """Put a dead message back in line; the row, or None if there is no such dead one."""
    dead = (messages.c.id == message_id) & (messages.c.state == "dead")
    again = update(messages).where(dead).values(state="waiting", attempts=0, next_at=func.now())
    rows = (await tx.connection.execute(again.returning(*messages.c))).all()
    return rows[0] if rows else None


def message_of(row: Row[Any]) -> Message:
    """The message in a row."""
    return Message(
        id=row.id,
        rule=row.rule,
        subject=row.subject,
        step=row.step,
        recipient=Recipient(
            role=row.recipient_role, district=row.district, institution=row.institution
        ),
        language=row.language,
        about=row.about,
        due_on=row.due_on,
        made_at=row.made_at,
    )
