"""Somebody objects to a proposed list."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.contracts.notice import ObjectionFiled
from common.database import Transaction
from common.ids import new_id
from common.messaging.outbox import announce
from registry.domain import objection as decide
from registry.domain.objection import OPEN, Filing, Objection
from registry.domain.objection_refusals import PaperByTheBureau
from registry.domain.proposal import BUREAU
from registry.store import notices, objections
from registry.store.sealing import Sealer, secret_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the author is given once: the objection's receipt number and its secret."""

    objection: Objection
    secret: str


async def file_objection(
    tx: Transaction, ref: str, content: Callable[[], Filing], *, sealer: Sealer
) -> Receipt:
    """Take in an objection by its receipt; who objects is sealed before it is written."""
    notice = await notices.hold(tx, ref)
    filing = content()
    if filing.received_on is not None and not tx.actor.has(*BUREAU):
        raise PaperByTheBureau()
    receipt = objections.new_receipt()
    secret = sealer.secret(receipt, kid=sealer.newest)
    new = decide.file_objection(
        notice,
        filing,
        new_id=new_id(),
        receipt=receipt,
        secret_sha256=secret_sha256(secret),
        today=legal_day(tx.at),
        at=tx.at,
    )
    await objections.add(tx, new, filing, sealer)
    await _tell(tx, new)
    return Receipt(objection=new, secret=secret)


async def _tell(tx: Transaction, new: Objection) -> None:
    # A lead is told to nobody: it is the beginning of an enquiry, and blocks nothing.
    if new.status in OPEN:
        event = ObjectionFiled(
            notice_id=new.notice_id, application_id=new.application_id, filed_on=new.received_on
        )
        await announce(tx, event, about=new.id)
    detail = {"application": new.application_number, "because": new.lead_because}
    await objections.record(tx, new, "file", detail | {"channel": new.channel})
