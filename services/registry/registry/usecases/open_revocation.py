"""A named official opens a revocation case."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.contracts.revocation import RevocationOpened
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import revocation as decide
from registry.domain.access import require_visible
from registry.domain.grounds import ground_of
from registry.domain.revocation import RevocationCase, RevocationEvidence
from registry.store import revocations
from registry.terms.reading import grounds
from registry.usecases.ask_ground import require_ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Why a case is opened; the limb where the proposal named none, and further evidence."""

    reason: str
    limb: str | None
    evidence: tuple[RevocationEvidence, ...] = ()


async def open_revocation(
    tx: Transaction, ref: str, content: Callable[[], Opening], *, if_match: str | None
) -> RevocationCase:
    """Open the case: its ground and limb are fixed from here on (art. 17)."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    decide.admit("open", case, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    opening, ground = content(), ground_of(grounds(), case.ground)
    limb, evidence, by = opening.limb, opening.evidence, tx.actor.subject
    opened = decide.opened(case, ground, limb=limb, evidence=evidence, by=by)
    asked = {"ground_check": await require_ground(tx, opened)}
    await revocations.save(tx, opened)
    await announce(tx, _event(opened), about=opened.id)
    await revocations.record(tx, opened, "open", _kept(opening, opened) | asked)
    return opened


def _kept(opening: Opening, case: RevocationCase) -> dict[str, object]:
    added = [each.description for each in opening.evidence]
    return {"reason": opening.reason, "limb": case.limb, "evidence_added": added}


def _event(case: RevocationCase) -> RevocationOpened:
    return RevocationOpened(
        case_id=case.id,
        number=case.number,
        cluster_number=case.cluster_number,
        ground=case.ground,
        clause=case.clause,
    )
