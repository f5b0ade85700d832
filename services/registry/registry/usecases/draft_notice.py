"""The bureau drafts a public notice."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from common.clock import legal_day
from common.contracts.round import RoundOpened
from common.database import Transaction
from common.ids import new_id
from common.numbering import next_number
from registry.domain import notice as decide
from registry.domain.notice import Notice
from registry.domain.proposal import chosen, held, require_bureau
from registry.domain.refusals import UnknownRound
from registry.store import notices, proposals, rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be put on notice: a round, by id or number, and perhaps only some of it."""

    round: str
    application_ids: tuple[UUID, ...] | None = None


async def draft_notice(tx: Transaction, content: Callable[[], Wish]) -> Notice:
    """Snapshot the proposed list of a round, all of it or some applications (art. 10)."""
    require_bureau(tx.actor)
    wish = content()
    of = await _known(tx, wish.round)
    entries = chosen(await proposals.waiting_of(tx, of.round_id), wish.application_ids)
    number = await next_number(tx, "N", year=legal_day(tx.at).year)
    new = decide.draft_notice(of, entries, new_id=new_id(), number=number, at=tx.at)
    await notices.add(tx, new)
    for proposal in entries:
        await proposals.save(tx, held(proposal, notice_id=new.id))
    await notices.record(tx, new, "draft", {"number": number, "count": new.count})
    return new


async def _known(tx: Transaction, ref: str) -> RoundOpened:
    of = await rounds.find(tx, ref)
    if of is None:
        raise UnknownRound()
    return of
