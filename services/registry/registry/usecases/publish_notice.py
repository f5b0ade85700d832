"""The bureau has posted a notice on its official website."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import notice as decide
from registry.domain.notice import Notice, Posting, published_event
from registry.domain.notice_correction import corrected
from registry.store import notices, rounds
from registry.terms.reading import procedure


async def publish_notice(
    tx: Transaction, ref: str, content: Callable[[], Posting], *, if_match: str | None
) -> Notice:
    """Record the posting: the window runs from that day by the round's terms (art. 10)."""
    draft = await notices.load(tx, ref)
    day = legal_day(tx.at)
    decide.admit("publish", draft, actor=tx.actor, if_match=if_match, day=day)
    terms = (await rounds.get(tx, draft.round_id)).notice
    published = decide.publish_notice(draft, content(), terms, procedure(), at=tx.at)
    await notices.save(tx, published)
    await announce(tx, published_event(published), about=published.id)
    window = {"first_day": str(published.first_day), "last_day": str(published.last_day)}
    await notices.record(tx, published, "publish", window)
    if published.corrects is not None:
        await _tell_corrected(tx, published, published.corrects)
    return published


async def _tell_corrected(tx: Transaction, by: Notice, number: str) -> None:
    # The old list stays as it was posted, and says from now on by which it was corrected.
    earlier = corrected(await notices.hold(tx, number), by)
    await notices.save(tx, earlier)
    await notices.record(tx, earlier, "correct", {"by": by.number})
