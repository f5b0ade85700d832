"""A verdict: the outcome, and for each criterion what it was decided by."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from programme.kernel.facts import Ref
from programme.kernel.interval import Enclosure
from programme.standards.standard import (
    Alternative,
    Comparator,
    Criterion,
    Force,
    PointsTable,
    Standard,
    Test,
)

TestOutcome = Literal["met", "not_met", "unknown"]
CriterionOutcome = Literal[
    "met", "not_met", "soft_miss", "unknown", "needs_judgment", "not_applicable"
]
Outcome = Literal["met", "not_met", "unknown", "needs_judgment"]


class FiledFigure(NamedTuple):
    """One figure a test looked at: its calendar year, if it has one, unit and filed value."""

    ref: Ref
    year: int | None
    unit: str
    filed: Fraction | None


class AlternativeResult(NamedTuple):
    """What another reading of the same words gives; it informs and changes nothing."""

    alternative: Alternative
    enclosure: Enclosure
    outcome: TestOutcome


class TestResult(NamedTuple):
    """One test: figures, enclosure of the value, comparator in use, line in base units."""

    test: Test
    outcome: TestOutcome
    comparator: Comparator | None
    enclosure: Enclosure
    line: Fraction
    figures: tuple[FiledFigure, ...]
    missing_words: tuple[str, ...] = ()
    alternatives: tuple[AlternativeResult, ...] = ()

    @property
    def method_sensitive(self) -> bool:
        """Whether a named alternative method would decide otherwise."""
        other = "not_met" if self.outcome == "met" else "met"
        return self.outcome != "unknown" and other in [
            result.outcome for result in self.alternatives
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of one figure that turns the criterion, and what it would break."""

    figure: FiledFigure
    needed: Fraction
    would_break: tuple[str, ...]


class CriterionResult(NamedTuple):
    """One criterion: its outcome, with its tests or the names of flags that are missing."""

    criterion: Criterion
    outcome: CriterionOutcome
    tests: tuple[TestResult, ...] = ()
    missing_flag: str | None = None
    to_pass: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        """The id of the criterion."""
        return self.criterion.id

    @property
    def force(self) -> Force:
        """Who finds out."""
        return self.criterion.force

    @property
    def clause(self) -> str:
        """The section of the annex."""
        return self.criterion.clause


class PointsResult(NamedTuple):
    """What one points table gives: the fewest and the most points while figures are missing."""

    table: PointsTable
    enclosure: Enclosure
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome under one standard, never a conclusion on designation."""

    standard: Standard
    application_year: int
    base_year: int
    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    points: tuple[PointsResult, ...] = ()

    def criterion(self, criterion_id: str) -> CriterionResult:
        """The result of one criterion; raises `KeyError`."""
        for result in self.criteria:
            if result.id == criterion_id:
                return result
        raise KeyError(criterion_id)
