"""A renewal round was opened: each cluster concerned is told by name, once."""

from common.contracts.round import RoundExtended, RoundOpened
from common.database import Transaction
from common.ids import new_id
from common.outbound import store as messages
from common.outbound.message import Message, Recipient
from registry.domain.cluster import Cluster
from registry.domain.renewal_call import call_for, told_of
from registry.store import clusters, renewals
from registry.terms.message_rules import message_rules

RULE = "renewal_called"


async def call_to_renewal(tx: Transaction, event: RoundOpened) -> None:
    """Tell every cluster whose validity ends within the round's window (READING 13)."""
    for cluster_id in await renewals.every_cluster(tx) if event.renewal else ():
        cluster = await clusters.load(tx, cluster_id)
        call = call_for(cluster, event, at=tx.at)
        if call is not None:
            await renewals.add_call(tx, call)
            await messages.make(tx, _message(tx, cluster, event))


async def note_extension(tx: Transaction, event: RoundExtended) -> None:
    """Keep the later closing of a round: whoever was called may apply until then."""
    await renewals.move_closing(tx, event.round_id, event.closes_at)


def _message(tx: Transaction, cluster: Cluster, event: RoundOpened) -> Message:
    rules = message_rules()
    recipient = rules.rules[RULE].recipient
    return Message(
        id=new_id(),
        rule=RULE,
        subject=f"cluster/{cluster.id}",
        step=f"round/{event.round_id}",
        recipient=Recipient(role=recipient, institution=cluster.institution_code),
        language=rules.language,
        about=told_of(cluster, event),
        due_on=None,
        made_at=tx.at,
    )
