"""Events of a standard and of an evaluation (evaluation)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.case import Case, StandardPin

CriterionOutcome = Literal[
    "met", "not_met", "soft_miss", "unknown", "needs_judgment", "not_applicable"
]
EvaluationOutcome = Literal["proposed", "not_proposed", "returned", "passed", "not_passed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPublished:
    """A standard is in force from a day; `to_be_confirmed` marks one nobody has confirmed yet.

    `text` is its whole TOML: who pins it checks with it, whatever comes with the programme later.
    """

    TYPE: ClassVar[str] = "standard.published"

    standard: StandardPin
    title: str
    text: str
    effective_from: date
    to_be_confirmed: bool
    effective_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationOpened:
    """The re-review of a recommended case has begun."""

    TYPE: ClassVar[str] = "evaluation.opened"

    evaluation_id: UUID
    application_id: UUID
    application_number: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """How one criterion ended: by the machine or by a person's judgment."""

    id: str
    outcome: CriterionOutcome
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationCompleted:
    """The bureau has decided a case; the case travels on unchanged."""

    TYPE: ClassVar[str] = "evaluation.completed"

    evaluation_id: UUID
    case: Case
    outcome: EvaluationOutcome
    standard: StandardPin
    criteria: tuple[CriterionResult, ...]
    clauses: tuple[str, ...]
    reason: str
    decision_reference: str
    decided_at: datetime
    supersedes: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReopened:
    """A decided case is open again, for a stated reason."""

    TYPE: ClassVar[str] = "evaluation.reopened"

    evaluation_id: UUID
    application_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecomputed:
    """A figure that a change filing states: as it was frozen, and as it is now."""

    name: str
    year: int | None = None
    before: str | None
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaRecomputed:
    """The criteria of a designated cluster were computed again after a change.

    `before` are the outcomes of the case that was decided, `turned` the criteria that come out
    otherwise now. `problems` tells why the changed figures could not be taken; then nothing turned.
    """

    TYPE: ClassVar[str] = "criteria.recomputed"

    cluster_number: str
    change_filing_id: UUID
    criteria: tuple[CriterionResult, ...]
    filing: int = 1
    before: tuple[CriterionResult, ...] = ()
    turned: tuple[str, ...] = ()
    figures: tuple[FigureRecomputed, ...] = ()
    standard: StandardPin | None = None
    problems: tuple[str, ...] = ()


EVENTS = (
    StandardPublished,
    EvaluationOpened,
    EvaluationCompleted,
    EvaluationReopened,
    CriteriaRecomputed,
)
