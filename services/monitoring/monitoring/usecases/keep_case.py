"""A case goes to the bureau: its frozen facts are what later reports are held against."""

from common import audit
from common.contracts.application import ApplicationForwarded, ApplicationRecommended
from common.database import Transaction
from monitoring.domain.filed_case import filed_case
from monitoring.store import filed_cases


async def keep_case(tx: Transaction, event: ApplicationRecommended | ApplicationForwarded) -> None:
    """Keep the facts and the plan of a case; whether a cluster comes of it, the register tells."""
    case = filed_case(event)
    await filed_cases.keep(tx, case)
    detail = {"submission": case.submission, "sha256": case.sha256}
    await audit.record(tx, "application", case.application_id, act=event.TYPE, detail=detail)
