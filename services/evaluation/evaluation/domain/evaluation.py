"""An evaluation (复审): one recommended version of a case, from its check to its decision."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from common.contracts.application import ApplicationForwarded, ApplicationRecommended
from common.contracts.case import Case
from common.contracts.evaluation import EvaluationOpened
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from evaluation.domain.refusals import AfterRelease
from evaluation.domain.renewal import ForwardedRenewal, renewal_in

BUREAU: Final = ("municipal_bureau",)
OPEN: Final = ("opened", "checked", "under_review")
OUTCOMES: Final = ("proposed", "not_proposed", "returned", "passed", "not_passed")

Status = Literal[
    "opened",  # the service itself moves next: it checks in the same transaction
    "checked",  # the bureau moves next
    "under_review",  # the bureau moves next
    "proposed",  # decided; the registry puts it on notice, an upheld objection opens it again
    # (until its list is released: see `designated_at`)
    "not_proposed",  # decided, final
    "returned",  # decided, final: the next recommendation opens a new evaluation
    "passed",  # a renewal, decided; the registry puts it on notice, as a proposed case
    "not_passed",  # a renewal, decided, final; the registry has a lead under art. 17(1)
    "withdrawn",  # closed without a decision: the institution withdrew its application
    "superseded",  # closed without a decision: a later version was recommended
]
Outcome = Literal["proposed", "not_proposed", "returned", "passed", "not_passed"]

EVALUATION: Final = Lifecycle(
    name="evaluation",
    arcs=(
        Arc("check", who=(), start=("opened",), end=("checked",)),
        Arc("judge", who=BUREAU, start=("checked", "under_review"), end=("under_review",)),
        Arc(
            "decide",
            who=BUREAU,
            start=("checked", "under_review"),
            end=OUTCOMES,
        ),
        Arc("recheck", who=(), start=("checked",), end=("checked",)),
        Arc("recheck", who=(), start=("under_review",), end=("under_review",)),
        Arc("withdraw", who=(), start=OPEN, end=("withdrawn",)),
        Arc("supersede", who=(), start=OPEN, end=("superseded",)),
        Arc("reopen", who=(), start=("proposed", "passed"), end=("under_review",)),
    ),
    moves_next={
        "opened": "evaluation",
        "checked": "municipal_bureau",
        "under_review": "municipal_bureau",
        "proposed": "municipal_bureau",
        "not_proposed": None,
        "returned": None,
        "passed": "municipal_bureau",
        "not_passed": None,
        "withdrawn": None,
        "superseded": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One evaluation; `case` is what the district recommended and is never changed here."""

    id: UUID
    case: Case
    status: Status
    version: int
    opinion: str
    rank: int | None
    opened_at: datetime
    supersedes: UUID | None = None
    withdrawn_at: datetime | None = None
    designated_at: datetime | None = None
    renewal: ForwardedRenewal | None = None


def opened(
    event: ApplicationRecommended | ApplicationForwarded,
    *,
    at: datetime,
    earlier: Evaluation | None,
) -> Evaluation:
    """The evaluation of a version that reached the bureau, checked; it names its earlier one."""
    return Evaluation(
        id=new_id(),
        case=event.case,
        status=_moved("check", "opened"),
        version=1,
        opinion=event.opinion,
        rank=event.rank if isinstance(event, ApplicationRecommended) else None,
        opened_at=at,
        supersedes=earlier.id if earlier else None,
        renewal=renewal_in(event) if isinstance(event, ApplicationForwarded) else None,
    )


def opened_event(new: Evaluation) -> EvaluationOpened:
    """What other services learn of a new evaluation."""
    return EvaluationOpened(
        evaluation_id=new.id,
        application_id=new.case.application_id,
        application_number=new.case.application_number,
        opened_at=new.opened_at,
    )


def judged(before: Evaluation) -> Evaluation:
    """The evaluation after a judgment: under review."""
    return _changed(before, "judge")


def ended(before: Evaluation, outcome: Outcome) -> Evaluation:
    """The evaluation after its decision."""
    return _changed(before, "decide", choose=outcome)


def superseded(before: Evaluation) -> Evaluation:
    """An open evaluation after a later version was recommended: nothing is decided in it."""
    return _changed(before, "supersede")


def withdrawn(before: Evaluation, *, at: datetime) -> Evaluation:
    """The evaluation after its application was withdrawn.

    An open one is closed; a decided one keeps its outcome and can no longer be opened again.
    """
    if EVALUATION.possible("withdraw", before.status):
        before = replace(before, status=_moved("withdraw", before.status))
    return replace(before, withdrawn_at=at, version=before.version + 1)


def designated(before: Evaluation, *, at: datetime) -> Evaluation:
    """The evaluation after the release of its list: from here on nothing in it changes."""
    return replace(before, designated_at=at, version=before.version + 1)


def require_not_designated(of: Evaluation) -> None:
    """Refuse to open or decide a case again after its release: then art. 17 applies alone."""
    if of.designated_at is not None:
        raise AfterRelease()


def rechecked(before: Evaluation) -> Evaluation:
    """An open evaluation after it was ordered to follow another revision; its judgments stand."""
    return _changed(before, "recheck")


def can_reopen(of: Evaluation) -> bool:
    """Whether an upheld objection opens the evaluation again."""
    return of.withdrawn_at is None and EVALUATION.possible("reopen", of.status)


def reopened(before: Evaluation) -> Evaluation:
    """The evaluation after an upheld objection: under review, its judgments stand."""
    return _changed(before, "reopen")


def is_open(of: Evaluation) -> bool:
    """Whether no decision or closing has ended the evaluation."""
    return of.status in OPEN


def _changed(before: Evaluation, act: str, *, choose: Outcome | None = None) -> Evaluation:
    status = _moved(act, before.status, choose=choose)
    return replace(before, status=status, version=before.version + 1)


def _moved(act: str, status: Status, *, choose: Outcome | None = None) -> Status:
    end: Status = EVALUATION.end_of(act, status, choose=choose)  # type: ignore[assignment]
    return end
