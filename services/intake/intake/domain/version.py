"""A frozen version of an application, and the case that travels on from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.contracts.case import Case, CaseDocument, Institution, PlanTarget
from intake.domain.application import Application
from intake.domain.round import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What was filed, as canonical JSON with its hash; the facts and their pre-check beside it."""

    application_id: UUID
    number: int
    received_at: datetime
    received_from: str
    canonical: str
    sha256: str
    facts: Mapping[str, Any]
    precheck: Mapping[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        """The frozen content."""
        content: dict[str, Any] = json.loads(self.canonical)
        return content


def case_of(version: Version, *, case: Application, in_round: Round) -> Case:
    """The frozen submission as other services know it: no personal data."""
    content = version.content
    sections = content["sections"]
    applicant = sections["applicant"]
    return Case(
        application_id=case.id,
        application_number=case.number,
        kind=case.kind,
        round=in_round.pin(),
        cluster_id=case.cluster_id,
        cluster_number=case.cluster_number,
        cluster_name=case.cluster_name,
        district=case.district,
        leading_industry=sections["industry"]["leading_industry_name"],
        institution=Institution(
            code=case.institution_code, name=applicant["operating_institution_name"]
        ),
        version=version.number,
        sha256=version.sha256,
        plan_targets=tuple(_target(target) for target in sections["plan"]["targets"]),
        documents=tuple(_document(document) for document in content["documents"]),
    )


def _document(frozen: Mapping[str, Any]) -> CaseDocument:
    return CaseDocument(
        sha256=frozen["sha256"],
        kind=frozen["kind"],
        criterion_ids=tuple(frozen["criterion_ids"]),
        media_type=frozen["media_type"],
        size_bytes=frozen["size_bytes"],
    )


def _target(filed: Mapping[str, Any]) -> PlanTarget:
    return PlanTarget(
        metric=filed["metric"],
        unit=filed["unit"],
        base_value=filed["base_value"],
        targets={str(year["year"]): year["value"] for year in filed["targets"]},
    )
