"""The criteria of a cluster after a change: which turned, and which are broken by it."""

from dataclasses import dataclass
from datetime import datetime

from common.contracts.case import StandardPin
from common.contracts.evaluation import CriteriaRecomputed, CriterionOutcome, FigureRecomputed


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAfter:
    """One criterion before and after a change."""

    id: str
    clause: str
    before: CriterionOutcome
    after: CriterionOutcome

    @property
    def broken(self) -> bool:
        """Whether the change breaks it: it was not found unmet before, and is now."""
        return self.after == "not_met" != self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """What evaluation computed from the frozen facts with the changed figures in them."""

    filing: int
    standard: StandardPin | None
    criteria: tuple[CriterionAfter, ...]
    figures: tuple[FigureRecomputed, ...]
    problems: tuple[str, ...]
    recorded_at: datetime

    @property
    def turned(self) -> tuple[str, ...]:
        """The criteria that come out otherwise than before."""
        return tuple(each.id for each in self.criteria if each.before != each.after)

    @property
    def broken(self) -> tuple[str, ...]:
        """The criteria that the change breaks: tracked, weighed at renewal, by itself no ground."""
        return tuple(each.id for each in self.criteria if each.broken)


def recomputation_of(event: CriteriaRecomputed, *, at: datetime) -> Recomputation:
    """The recomputation that an event tells of."""
    return Recomputation(
        filing=event.filing,
        standard=event.standard,
        criteria=_paired(event),
        figures=event.figures,
        problems=event.problems,
        recorded_at=at,
    )


def _paired(event: CriteriaRecomputed) -> tuple[CriterionAfter, ...]:
    before = {each.id: each.outcome for each in event.before}
    return tuple(
        CriterionAfter(
            id=each.id,
            clause=each.clause,
            before=before.get(each.id, each.outcome),
            after=each.outcome,
        )
        for each in event.criteria
    )
