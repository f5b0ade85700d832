"""The district recommends an application to the bureau."""

from collections.abc import Callable
from dataclasses import asdict

from common.contracts.application import ApplicationRecommended
from common.database import Transaction
from intake.domain.act import Act, findings_on
from intake.domain.application import Application
from intake.domain.review import (
    Recommendation,
    require_new_version,
    require_quota,
    require_recommendable,
    require_timely,
)
from intake.domain.round import Round
from intake.domain.site_verification import require_site_verified
from intake.domain.version import Version, case_of
from intake.store import acts, applications, recommendations, rounds, versions
from intake.usecases.acting import admitted, put_on_record


async def recommend_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Recommendation]
) -> tuple[Application, Act]:
    """Recommend what passed the review against every criterion, in time and quota (art. 9)."""
    case = await admitted(tx, ref, act="recommend", if_match=if_match)
    in_round = await rounds.load(tx, case.round_id)
    require_timely(case, in_round, at=tx.at)
    require_new_version(case)
    given = content()
    version = await _reviewed_version(tx, case, in_round)
    await recommendations.take_turn(tx, case)
    recommended_count = await applications.recommended_count(tx, case)
    require_quota(in_round, given, recommended=recommended_count)
    recommended = case.after(
        "recommend",
        at=tx.at,
        rank=given.rank,
        recommended_version=version.number,
        recommend_due_on=None,
        outcome=None,
    )
    act = await put_on_record(
        tx,
        recommended,
        act="recommend",
        content={**asdict(given), "version": version.number, "sha256": version.sha256},
        event=_event(recommended, version, in_round, given),
        story="application.recommended",
        rank=given.rank,
    )
    return recommended, act


async def _reviewed_version(tx: Transaction, case: Application, in_round: Round) -> Version:
    version = await versions.load(tx, case.id, case.submissions)
    recorded = await acts.of_application(tx, case.id)
    require_site_verified(recorded, in_round, submission=version.number)
    require_recommendable(version.precheck, findings_on(recorded, submission=version.number))
    return version


def _event(
    case: Application, version: Version, in_round: Round, given: Recommendation
) -> ApplicationRecommended:
    return ApplicationRecommended(
        case=case_of(version, case=case, in_round=in_round),
        facts=dict(version.facts),
        opinion=given.opinion,
        rank=given.rank,
    )
