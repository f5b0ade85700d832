"""Which revision of a standard a round of the bureau pins."""

from datetime import datetime

from common.clock import legal_day
from common.contracts.case import StandardPin
from common.database import Transaction
from intake.domain.published_standard import in_force, require_law
from intake.domain.refusals import OtherRevisionInForce
from intake.domain.round import Round
from intake.store import standards


async def pin_standard(tx: Transaction, standard_id: str, *, opens_at: datetime) -> StandardPin:
    """Pin the published revision in force on the opening day (art. 4, art. 19)."""
    published = await standards.published(tx, standard_id)
    found = in_force(published, standard_id=standard_id, on=legal_day(opens_at))
    require_law(await standards.pinned(tx, found.pin))
    return found.pin


async def require_still_in_force(tx: Transaction, draft: Round) -> None:
    """Refuse to open a round whose revision was overtaken since it was drafted (art. 19)."""
    today = await pin_standard(tx, draft.standard.id, opens_at=draft.opens_at)
    if today != draft.standard:
        raise OtherRevisionInForce(in_force=today.revision, pinned=draft.standard.revision)
