"""An act of the district that the applicant is given on paper: what the paper says is frozen."""

from common import audit
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.notice import KIND_OF, notice_on
from intake.store import notices, rounds, versions


async def freeze_notice(tx: Transaction, case: Application, act: Act) -> None:
    """Number and freeze the notice of an act, in its transaction (READING 21)."""
    if act.act not in KIND_OF:
        return
    version = await versions.load(tx, case.id, act.submission)
    in_round = await rounds.load(tx, case.round_id)
    nth = await notices.count(tx, case.id) + 1
    notice = notice_on(act, nth=nth, case=case, in_round=in_round, version=version)
    await notices.add(tx, notice)
    detail = {"number": notice.number, "sha256": notice.sha256}
    await audit.record(tx, "application", case.id, act="give_notice", detail=detail)
