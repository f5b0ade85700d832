"""Which event of another service leads to which use case.

Types without an entry are recorded in the inbox and no more.
"""

from collections.abc import Mapping
from typing import Final

from common.messaging.consumer import Handler
from registry.usecases import note_case_facts as facts
from registry.usecases.call_to_renewal import note_extension
from registry.usecases.follow_renewal import note_submission, note_withdrawal
from registry.usecases.note_breach import note_breach
from registry.usecases.note_breach_withdrawn import note_breach_withdrawn
from registry.usecases.note_recomputation import note_recomputation
from registry.usecases.note_round import note_round
from registry.usecases.take_out_proposal import take_out_reopened
from registry.usecases.take_proposal import take_proposal

HANDLERS: Final[Mapping[str, Handler]] = {
    "round.opened": note_round,
    "round.extended": note_extension,
    "application.submitted": note_submission,
    "application.withdrawn": note_withdrawal,
    "evaluation.completed": take_proposal,
    "evaluation.reopened": take_out_reopened,
    "criteria.recomputed": note_recomputation,
    "supervision.breach_found": note_breach,
    "supervision.breach_withdrawn": note_breach_withdrawn,
    "supervision.refused": facts.note_refusal,
    "report.submitted": facts.note_report,
    "report.confirmed": facts.note_confirmation,
    "report.reminded": facts.note_reminder,
    "incident.determined": facts.note_determination,
    "incident.found": facts.note_weight,
    "incident.annulled": facts.note_annulment,
}
