"""What every act on an application shares: who may do it, and how it goes on record."""

from collections.abc import Mapping
from typing import Any

from common import audit
from common.database import Transaction
from common.errors import Forbidden, NotPossible
from common.messaging.outbox import announce
from intake.domain import access
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.application_lifecycle import APPLICATION
from intake.domain.forwarding import require_kind
from intake.domain.open_acts import open_acts
from intake.domain.review import why_not
from intake.domain.timeline import told
from intake.store import acts, applications, rounds, timeline
from intake.usecases.freeze_notice import freeze_notice
from intake.usecases.tell_parties import tell_parties


async def admitted(tx: Transaction, ref: str, *, act: str, if_match: str | None) -> Application:
    """The application, if the actor may do this to it now; refused in the promised order."""
    case = await applications.load(tx, ref)
    if not access.acts_on(tx.actor, case):
        raise Forbidden()
    try:
        APPLICATION.admit(
            act, status=case.place, version=case.version, actor=tx.actor, if_match=if_match
        )
    except NotPossible as error:
        in_round = await rounds.load(tx, case.round_id)
        refused = why_not(act, case) or error
        refused.allowed_actions = open_acts(case, in_round, actor=tx.actor, at=tx.at)
        raise refused from error
    require_kind(act, case)
    return case


async def put_on_record(
    tx: Transaction,
    changed: Application,
    *,
    act: str,
    content: Mapping[str, Any],
    event: Any,
    story: str,
    **values: Any,
) -> Act:
    """Save the application, announce the event, and record the act, its line and its audit row."""
    await applications.save(tx, changed)
    if event is not None:
        await announce(tx, event, about=changed.id)
    recorded = await acts.add(tx, changed, act=act, content=content)
    line = told(story, at=tx.at, event=story, source="intake", application_id=changed.id, **values)
    if changed.filed_before:
        await timeline.add(tx, line)
    await audit.record(tx, "application", changed.id, act=act, detail={"act_id": str(recorded.id)})
    await freeze_notice(tx, changed, recorded)
    await tell_parties(tx, changed, recorded)
    return recorded
