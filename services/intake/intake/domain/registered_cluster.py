"""A designated cluster as the registry's events tell it: what a renewal begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from common.clock import legal_day
from common.contracts.case import PlanTarget
from common.contracts.cluster import ClusterFacts
from intake.domain.drafting import NewCase
from intake.domain.renewal_refusals import (
    ClusterNotConcerned,
    ClusterOfOther,
    ClusterRevokedAlready,
)
from intake.domain.round import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredCluster:
    """Public facts of a cluster; `revoked_from` is the first day of a revocation that stands."""

    cluster_id: UUID
    number: str
    name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    last_day: date
    plan_targets: tuple[PlanTarget, ...]
    revoked_from: date | None


def registered(facts: ClusterFacts, *, revoked_from: date | None) -> RegisteredCluster:
    """The cluster as an event states it."""
    return RegisteredCluster(
        cluster_id=facts.cluster_id,
        number=facts.number,
        name=facts.name,
        district=facts.district,
        leading_industry=facts.leading_industry,
        institution_code=facts.institution.code,
        institution_name=facts.institution.name,
        last_day=max(period.last_day for period in facts.periods),
        plan_targets=facts.plan_targets,
        revoked_from=revoked_from,
    )


def require_renewable(
    cluster: RegisteredCluster, in_round: Round, *, institution: str, at: datetime
) -> None:
    """Refuse another's cluster, a revoked one, and one the round does not concern (art. 15)."""
    if cluster.institution_code != institution:
        raise ClusterOfOther()
    if cluster.revoked_from is not None and cluster.revoked_from <= legal_day(at):
        raise ClusterRevokedAlready(day=cluster.revoked_from.isoformat())
    terms = in_round.terms.renewal
    if terms is not None and not terms.ends_from <= cluster.last_day <= terms.ends_to:
        raise ClusterNotConcerned(
            last_day=cluster.last_day.isoformat(),
            first=terms.ends_from.isoformat(),
            last=terms.ends_to.isoformat(),
        )


def begun_from(new: NewCase, cluster: RegisteredCluster) -> NewCase:
    """The renewal with what the register knows: names, district, and the plan's targets."""
    known = {"applicant": _applicant(cluster), "industry": _industry(cluster)}
    known["renewal"] = {"target_completion": [_target(each) for each in cluster.plan_targets]}
    sections = {name: {**section, **new.sections.get(name, {})} for name, section in known.items()}
    return NewCase(
        round_id=new.round_id,
        kind=new.kind,
        cluster_name=cluster.name,
        district_code=cluster.district,
        sections={**new.sections, **sections},
        cluster_number=cluster.number,
    )


def _applicant(cluster: RegisteredCluster) -> Mapping[str, Any]:
    return {
        "uscc": cluster.institution_code,
        "operating_institution_name": cluster.institution_name,
    }


def _industry(cluster: RegisteredCluster) -> Mapping[str, Any]:
    return {"leading_industry_name": cluster.leading_industry}


def _target(of: PlanTarget) -> Mapping[str, Any]:
    # A target is assessed by its last year; what was reached only the institution can say.
    last = max(of.targets, default=None)
    return {
        "metric": of.metric,
        "unit": of.unit,
        "base_value": of.base_value,
        "target": None if last is None else of.targets[last],
    }
