"""Which event of another service leads to which use case."""

from collections.abc import Mapping
from typing import Final

from common.messaging.consumer import Handler
from evaluation.usecases.close_evaluation import close_evaluation
from evaluation.usecases.note_designation import note_designation
from evaluation.usecases.open_evaluation import open_evaluation
from evaluation.usecases.recompute_criteria import recompute_criteria
from evaluation.usecases.reopen_evaluation import reopen_evaluation

HANDLERS: Final[Mapping[str, Handler]] = {
    "application.recommended": open_evaluation,
    "application.forwarded": open_evaluation,
    "application.withdrawn": close_evaluation,
    "objection.decided": reopen_evaluation,
    "cluster.designated": note_designation,
    "cluster.renewed": note_designation,
    "change.filed": recompute_criteria,
}
