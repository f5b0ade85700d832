"""The district gives its opinion on a change filing."""

from collections.abc import Callable
from dataclasses import dataclass

from common.database import Transaction
from registry.domain import change_filing as decide
from registry.domain.change_filing import CHANGE_FILING, ChangeFiling, Opinion
from registry.store import change_filings


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The opinion: the change is confirmed or doubted, with reasons."""

    opinion: Opinion
    reason: str


async def review_change(
    tx: Transaction, ref: str, content: Callable[[], Review], *, if_match: str | None
) -> ChangeFiling:
    """Record the opinion; the district helps the bureau, it ends nothing (art. 4, 16)."""
    found, acting = await change_filings.load(tx, ref)
    filing = decide.require_visible(tx.actor, found, acting=acting)
    CHANGE_FILING.admit_on("review", filing, actor=tx.actor, if_match=if_match)
    given = content()
    by = tx.actor.subject
    done = decide.reviewed(filing, opinion=given.opinion, reason=given.reason, by=by, at=tx.at)
    await change_filings.save(tx, done)
    kept: dict[str, object] = {"opinion": given.opinion, "reason": given.reason}
    await change_filings.record(tx, done, "review", kept)
    return done
