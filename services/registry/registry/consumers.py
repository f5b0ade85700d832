"""Which event of another service leads to which use case.

Types without an entry, `report.confirmed` among them, are recorded in the inbox and no more.
"""

from collections.abc import Mapping
from typing import Final

from common.messaging.consumer import Handler
from registry.usecases.note_breach import note_breach
from registry.usecases.note_recomputation import note_recomputation
from registry.usecases.note_round import note_round
from registry.usecases.take_out_proposal import take_out_reopened, take_out_withdrawn
from registry.usecases.take_proposal import take_proposal

HANDLERS: Final[Mapping[str, Handler]] = {
    "round.opened": note_round,
    "application.withdrawn": take_out_withdrawn,
    "evaluation.completed": take_proposal,
    "evaluation.reopened": take_out_reopened,
    "criteria.recomputed": note_recomputation,
    "supervision.breach_found": note_breach,
}
