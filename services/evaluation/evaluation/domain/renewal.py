"""A renewal as the bureau decides it: the district's opinion, and the targets of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from common.contracts.application import ApplicationForwarded, TargetCompletion
from common.contracts.case import ApplicationKind
from common.contracts.round import RenewalTerms
from evaluation.domain.renewal_refusals import (
    OutcomeOfOtherKind,
    TargetsNotConsidered,
    TargetsNotReached,
)

IN_FAVOUR: Final = ("proposed", "passed")
AGAINST: Final = ("not_proposed", "not_passed")
_OUTCOMES: Final[Mapping[ApplicationKind, tuple[str, ...]]] = {
    "designation": ("proposed", "not_proposed", "returned"),
    "renewal": ("passed", "not_passed", "returned"),
}
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedRenewal:
    """What a forwarded renewal brings beside its case."""

    in_favour: bool
    targets: tuple[TargetCompletion, ...]
    terms: RenewalTerms | None

    @property
    def missed(self) -> tuple[TargetCompletion, ...]:
        """The targets that were not reached."""
        return tuple(target for target in self.targets if not target.reached)

    @property
    def reaches_share(self) -> bool:
        """Whether the share of targets that the round requires was reached; exact."""
        if self.terms is None or self.terms.required_share_pct is None or not self.targets:
            return True
        reached = Fraction(len(self.targets) - len(self.missed), len(self.targets))
        return reached * _WHOLE >= Fraction(self.terms.required_share_pct)


def renewal_in(event: ApplicationForwarded) -> ForwardedRenewal:
    """The renewal that a district forwarded, for or against."""
    return ForwardedRenewal(in_favour=event.in_favour, targets=event.targets, terms=event.terms)


def require_outcome_of(kind: ApplicationKind, outcome: str) -> None:
    """Refuse to propose a renewal, or to pass a designation."""
    if outcome not in _OUTCOMES[kind]:
        raise OutcomeOfOtherKind(outcomes="、".join(_OUTCOMES[kind]))


def require_targets(renewal: ForwardedRenewal, *, considered: str | None) -> None:
    """Refuse to pass a renewal whose missed targets nobody considered, or that must be reached."""
    if not renewal.reaches_share:
        assert renewal.terms is not None
        raise TargetsNotReached(share=renewal.terms.required_share_pct)
    if renewal.missed and not considered:
        raise TargetsNotConsidered(targets="、".join(each.metric for each in renewal.missed))
