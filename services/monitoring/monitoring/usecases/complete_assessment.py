"""The bureau assesses a cluster for a period."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from common import audit
from common.clock import legal_day
from common.contracts.monitoring import AssessmentCompleted
from common.database import Transaction
from common.ids import new_id
from common.messaging.outbox import announce
from monitoring.domain.assessment import Assessment, Graded, graded, require_assessor
from monitoring.domain.assessment_refusals import AssessedAlready, NothingToAssess, WithoutBands
from monitoring.store import assessments
from monitoring.store.assessments import PeriodBands
from monitoring.usecases.known_figures import Known, known_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the bureau says: of whom, for which period, with which comment, instead of what."""

    cluster_number: str
    period: str
    comment: str
    grade: str | None = None
    departure_reason: str | None = None
    supersedes: UUID | None = None


async def complete_assessment(tx: Transaction, content: Callable[[], Given]) -> Assessment:
    """Grade a cluster by its cycle's bands, or otherwise with a reason (art. 16)."""
    require_assessor(tx.actor)
    given = content()
    cycle = await assessments.bands_of(tx, given.period)
    if cycle is None or not cycle.bands:
        raise WithoutBands()
    known = await known_of(tx, given.cluster_number, given.period, cycle)
    if known.owed.opens_on > legal_day(tx.at) or known.state == "closed":
        raise NothingToAssess()
    grade = graded(cycle.bands, known.figures, grade=given.grade, reason=given.departure_reason)
    new = _assessment(tx, given, known, cycle, grade)
    await _supersede(tx, new)
    await assessments.add(tx, new)
    await announce(tx, _event(new), about=new.id)
    detail = {"grade": new.grade, "period": new.period, "comment": new.comment}
    await audit.record(tx, "assessment", new.id, act="complete", detail=detail)
    return new


async def _supersede(tx: Transaction, new: Assessment) -> None:
    former = await assessments.standing(tx, new.cluster_id, new.period)
    if (former.id if former else None) != new.supersedes:
        raise AssessedAlready()
    if former is not None:
        after = replace(former, status="superseded", version=former.version + 1)
        await assessments.save(tx, after)
        await audit.record(tx, "assessment", former.id, act="supersede", detail={"by": str(new.id)})


def _assessment(
    tx: Transaction, given: Given, known: Known, cycle: PeriodBands, grade: Graded
) -> Assessment:
    owed = known.owed
    return Assessment(
        id=new_id(),
        status="standing",
        version=1,
        cluster_id=owed.cluster_id,
        cluster_number=owed.cluster_number,
        cluster_name=owed.cluster_name,
        district=owed.district,
        institution_code=owed.institution_code,
        period=given.period,
        **asdict(grade),
        bands=cycle.kept,
        figures=asdict(known.figures),
        comment=given.comment,
        supersedes=given.supersedes,
        assessed_by=tx.actor.subject,
        assessed_at=tx.at,
    )


def _event(of: Assessment) -> AssessmentCompleted:
    return AssessmentCompleted(
        cluster_number=of.cluster_number,
        period=of.period,
        grade=of.grade,
        assessment_id=of.id,
        supersedes=of.supersedes,
    )
