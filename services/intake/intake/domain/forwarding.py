"""A renewal goes on to the bureau with the district's opinion, for or against (art. 15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from common.contracts.case import ApplicationKind
from common.errors import Refusal
from intake.domain.application import Application
from intake.domain.renewal_refusals import DecidedByBureau, OnlyRenewals

# Which kind an act is for, where it is for one alone: the district helps the bureau with a renewal
# (协助) and ends none.
_ONLY_FOR: Final[Mapping[str, ApplicationKind]] = {
    "reject": "designation",
    "recommend": "designation",
    "not_recommend": "designation",
    "forward": "renewal",
}
_REASONS: Final[Mapping[ApplicationKind, type[Refusal]]] = {
    "designation": OnlyRenewals,
    "renewal": DecidedByBureau,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """The district's opinion and its reason; either way the renewal goes on."""

    opinion: Literal["for", "against"]
    reason: str


def is_for(act: str, case: Application) -> bool:
    """Whether an act exists for the kind of a case."""
    return _ONLY_FOR.get(act, case.kind) == case.kind


def require_kind(act: str, case: Application) -> None:
    """Refuse an act that is not for cases of this kind, and say whose the decision is."""
    if not is_for(act, case):
        raise _REASONS[case.kind]()
