"""What was filed before a designation or a renewal: frozen facts, and the standard they met."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from common.contracts.application import ApplicationForwarded, ApplicationRecommended
from common.contracts.case import ApplicationKind, PlanTarget, StandardPin


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCase:
    """The copy of a frozen application, as its district sent it on."""

    application_id: UUID
    application_number: str
    kind: ApplicationKind
    district: str
    institution_code: str
    application_year: int
    base_year: int
    submission: int
    sha256: str
    standard: StandardPin
    facts: Mapping[str, Any]
    plan_targets: tuple[PlanTarget, ...]


def filed_case(event: ApplicationRecommended | ApplicationForwarded) -> FiledCase:
    """What monitoring keeps of a case that goes to the bureau."""
    case = event.case
    return FiledCase(
        application_id=case.application_id,
        application_number=case.application_number,
        kind=case.kind,
        district=case.district,
        institution_code=case.institution.code,
        application_year=case.round.year,
        base_year=case.round.base_year,
        submission=case.version,
        sha256=case.sha256,
        standard=case.round.standard,
        facts=event.facts,
        plan_targets=case.plan_targets,
    )
