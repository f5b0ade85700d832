"""What is known of a cluster for a period, gathered for its assessment."""

from dataclasses import dataclass

from common.clock import legal_day
from common.database import Transaction
from common.errors import NotFound
from monitoring.domain.assessment import Figures
from monitoring.domain.assessment_figures import figures_of
from monitoring.domain.assessment_refusals import NothingToAssess
from monitoring.domain.obligation import Obligation, State, state_of
from monitoring.store import assessments, clusters, obligations, reports
from monitoring.store.assessments import PeriodBands


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a cluster owed for a period, where that stands, and its figures."""

    owed: Obligation
    state: State
    figures: Figures


async def known_of(tx: Transaction, cluster: str, period: str, cycle: PeriodBands) -> Known:
    """The obligation of a cluster for a period with the figures of its last submitted report."""
    try:
        owed = await obligations.load_for(tx, cluster, period)
    except NotFound as error:
        raise NothingToAssess() from error
    found = await clusters.find(tx, owed.cluster_id)
    assert found is not None, "an obligation refers to its cluster"
    state = state_of(owed, legal_day(tx.at))
    figures = figures_of(
        owed,
        state=state,
        progress=await _progress(tx, owed),
        plan=found.facts.plan_targets,
        incidents=await assessments.incidents_in(
            tx, owed.cluster_id, cycle.first_day, cycle.last_day
        ),
        early_warnings=await assessments.warnings_in(tx, owed.cluster_id),
    )
    return Known(owed=owed, state=state, figures=figures)


async def _progress(tx: Transaction, owed: Obligation) -> list[dict[str, str]] | None:
    report = await reports.find(tx, owed.id)
    versions = await reports.versions_of(tx, report.id) if report else []
    return list(versions[-1].sections.get("target_progress", [])) if versions else None
