"""An official proposes a breach to the register: about an obligation, a task or an incident."""

from collections.abc import Callable
from uuid import UUID

from common.clock import legal_day
from common.contracts.monitoring import BreachEvidence
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain import obligation_acts as decide
from monitoring.domain.breach import Breach, Found, found_event, proposed
from monitoring.domain.incident import INCIDENT, require_support
from monitoring.domain.supervision_access import require_visible
from monitoring.domain.supervision_refusals import BreachProposedAlready
from monitoring.domain.supervision_task import TASK
from monitoring.store import supervision
from monitoring.terms.supervising import supervision as terms_of_supervision
from monitoring.usecases.holding import held_for

Content = Callable[[], Found]


async def propose_for_report(
    tx: Transaction, ref: str, content: Content, *, if_match: str | None
) -> Breach:
    """Propose 17(3), first half: only after the due day, a written reminder and its period."""
    # Locked: more time or a waiver that is being given takes the ground away.
    owed = await held_for(tx, ref, "propose_breach", if_match=if_match)
    decide.require_breach(owed, today=legal_day(tx.at))
    number = await _last_reminder(tx, owed.id)
    found = decide.with_record(owed, content(), reminder_number=number)
    basis, by = terms_of_supervision().bases["obligation"], tx.actor.subject
    new = proposed(owed, kind="obligation", basis=basis, found=found, by=by, at=tx.at)
    return await _proposed(tx, new)


async def propose_for_task(
    tx: Transaction, ref: str, content: Content, *, if_match: str | None
) -> Breach:
    """Propose 17(3), second half: a refusal of supervision that is on record."""
    task = require_visible(tx.actor, await supervision.task(tx, ref))
    TASK.admit_on("propose_breach", task, actor=tx.actor, if_match=if_match)
    found, by = content(), tx.actor.subject
    basis = terms_of_supervision().bases["supervision_task"]
    new = proposed(task, kind="supervision_task", basis=basis, found=found, by=by, at=tx.at)
    return await _proposed(tx, new)


async def propose_for_incident(
    tx: Transaction, ref: str, content: Content, *, if_match: str | None
) -> Breach:
    """Propose 17(5): only on a determined matter of the clause's weight."""
    seen = require_visible(tx.actor, await supervision.incident(tx, ref))
    INCIDENT.admit_on("propose_breach", seen, actor=tx.actor, if_match=if_match)
    # Locked, and looked at again: its determination may just be annulled.
    incident = await supervision.locked_incident(tx, seen.id)
    INCIDENT.admit_on("propose_breach", incident, actor=tx.actor, if_match=if_match)
    require_support(incident)
    said, by = content(), tx.actor.subject
    document = BreachEvidence(
        description=f"{incident.authority} {incident.document_number}",
        sha256=incident.document_sha256,
    )
    found = Found(facts=said.facts, evidence=(document, *said.evidence))
    basis = terms_of_supervision().basis_of_incident(incident.kind)
    new = proposed(incident, kind="incident", basis=basis, found=found, by=by, at=tx.at)
    return await _proposed(tx, new)


async def _proposed(tx: Transaction, new: Breach) -> Breach:
    """Write and announce a breach once; of two at the same time the database lets one in."""
    if not await supervision.add_breach(tx, new):
        raise BreachProposedAlready(clause=new.clause)
    await announce(tx, found_event(new), about=new.id)
    content = {"ground": new.ground, "limb": new.limb, "about": f"{new.about_kind}/{new.about_id}"}
    await supervision.record(
        tx, "breach", new.id, act="propose", clause=new.clause, content=content
    )
    return new


async def _last_reminder(tx: Transaction, obligation_id: UUID) -> str:
    acts = await supervision.acts_of(tx, obligation_id)
    reminders = [act for act in acts if act.act == "remind"]
    return str(reminders[-1].content["document_number"])
