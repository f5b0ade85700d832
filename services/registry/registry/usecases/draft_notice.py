"""The bureau drafts a public notice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from common.clock import legal_day
from common.contracts.round import RoundOpened
from common.database import Transaction
from common.errors import NotFound
from common.ids import new_id
from common.numbering import next_number
from registry.domain import notice as decide
from registry.domain.notice import Notice
from registry.domain.notice_correction import candidates, correcting, require_correctable
from registry.domain.notice_correction_refusals import UnknownNotice
from registry.domain.proposal import Proposal, chosen, held, require_bureau
from registry.domain.refusals import UnknownRound
from registry.store import notices, proposals, rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Which notice is corrected, by id or number, and why."""

    corrects: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be put on notice: a round, by id or number, and perhaps only some of it."""

    round: str
    application_ids: tuple[UUID, ...] | None = None
    correction: Correction | None = None


async def draft_notice(tx: Transaction, content: Callable[[], Wish]) -> Notice:
    """Snapshot the proposed list of a round, all of it or some applications (art. 10)."""
    require_bureau(tx.actor)
    wish = content()
    of = await _known(tx, wish.round)
    waiting = await proposals.waiting_of(tx, of.round_id)
    earlier = await _corrected(tx, wish.correction, of) if wish.correction else None
    held_by_it = await proposals.held_by(tx, earlier.id) if earlier else ()
    entries = chosen(candidates(waiting, held_by_it), wish.application_ids)
    number = await next_number(tx, "N", year=legal_day(tx.at).year)
    new = decide.draft_notice(of, entries, new_id=new_id(), number=number, at=tx.at)
    if earlier is not None and wish.correction is not None:
        new = correcting(new, earlier, wish.correction.reason)
    await _write(tx, new, entries)
    return new


async def _write(tx: Transaction, new: Notice, entries: Iterable[Proposal]) -> None:
    await notices.add(tx, new)
    for proposal in entries:
        await proposals.save(tx, held(proposal, notice_id=new.id))
    detail = {"number": new.number, "count": new.count, "corrects": new.corrects}
    await notices.record(tx, new, "draft", detail)


async def _corrected(tx: Transaction, given: Correction, of: RoundOpened) -> Notice:
    try:
        earlier = await notices.hold(tx, given.corrects)
    except NotFound as error:
        raise UnknownNotice() from error
    require_correctable(earlier, of.number)
    return earlier


async def _known(tx: Transaction, ref: str) -> RoundOpened:
    of = await rounds.find(tx, ref)
    if of is None:
        raise UnknownRound()
    return of
