"""Where a case stands: its timeline, its deadlines explained, its review line by line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Response

from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from intake.api.deadline_models import Deadlines, deadline_shown
from intake.domain.act import LineFinding, findings_on
from intake.domain.application import Application
from intake.domain.application_lifecycle import INSTITUTION
from intake.domain.deadline import deadlines, due_at
from intake.domain.review import needs_finding
from intake.domain.round import Round
from intake.domain.timeline import extension_told, untold
from intake.store import acts, applications, rounds, timeline, versions

routes = router(tag="where a case stands")


class LineShown(StrictModel):
    """One line of the timeline, in words, and who moved next from there."""

    at: datetime
    event: str
    source: str
    zh: str
    en: str
    moves_next: str | None


class FindingShown(StrictModel):
    """What the district's officer says to a line of the pre-check, and when."""

    position: str
    reason: str
    actor: str
    at: datetime


class LineReviewed(StrictModel):
    """One line of the stored pre-check beside the last finding on it."""

    criterion_id: str
    clause: str
    force: str
    outcome: str
    needs_finding: bool
    finding: FindingShown | None


class Reviewed(StrictModel):
    """The preliminary review of a version, line by line."""

    version: int
    items: list[LineReviewed]


class Timeline(StrictModel):
    """Where the case stands across all services, and how it came there."""

    application_id: UUID
    number: str
    status: str
    outcome: str | None
    moves_next: str | None
    until: datetime | None
    items: list[LineShown]


@routes.get(
    "/applications/{ref}/timeline",
    response_model=Timeline,
    responses=documented(READS),
    name="read_application_timeline",
)
async def read_timeline(ref: str, reading: Reading) -> Response:
    """Where the case stands across all services."""
    case = await applications.load(reading, ref)
    in_round = await rounds.load(reading, case.round_id)
    lines = await reading.rows(timeline.lines_of(case.id))
    if reading.actor.has(*INSTITUTION):
        kept_back = untold([line.event for line in lines])
        lines = [line for place, line in enumerate(lines) if place not in kept_back]
    body = Timeline(
        application_id=case.id,
        number=case.number,
        status=case.status,
        outcome=case.outcome,
        moves_next=case.moves_next,
        until=due_at(case, in_round),
        items=_with_extensions([_line(row) for row in lines], case, in_round),
    )
    return shown(body)


def _with_extensions(lines: list[LineShown], case: Application, in_round: Round) -> list[LineShown]:
    # An ended case is not touched by what its round was extended to later.
    told_of = [
        _line(extension_told(extension, number=in_round.number))
        for extension in in_round.extensions
        if case.moves_next is not None or extension.extended_at <= case.changed_at
    ]
    return sorted([*lines, *told_of], key=lambda line: line.at)


def _reviewed(line: dict[str, Any], finding: LineFinding | None) -> LineReviewed:
    said = None
    if finding is not None:
        said = FindingShown(**{name: getattr(finding, name) for name in FindingShown.model_fields})
    return LineReviewed(
        criterion_id=line["id"],
        clause=line["clause"],
        force=line["force"],
        outcome=line["outcome"],
        needs_finding=needs_finding(line) and finding is None,
        finding=said,
    )


def _line(row: Any) -> LineShown:
    return LineShown(**{name: getattr(row, name) for name in LineShown.model_fields})


@routes.get(
    "/applications/{ref}/findings",
    response_model=Reviewed,
    responses=documented(READS),
    name="read_application_findings",
)
async def read_findings(ref: str, reading: Reading) -> Response:
    """The stored pre-check of the last version, line by line, beside the district's findings."""
    case = await applications.load(reading, ref)
    version = await versions.load(reading, case.id, case.submissions)
    recorded = await acts.of_application(reading, case.id)
    found = findings_on(recorded, submission=version.number)
    lines = [_reviewed(line, found.get(line["id"])) for line in version.precheck["criteria"]]
    return shown(Reviewed(version=version.number, items=lines), version=case.version)


@routes.get(
    "/applications/{ref}/deadlines",
    response_model=Deadlines,
    responses=documented(READS),
    name="read_application_deadlines",
)
async def read_deadlines(ref: str, reading: Reading) -> Response:
    """Until when who has to act, each day of a window with the reason why it counts or not."""
    case = await applications.load(reading, ref)
    in_round = await rounds.load(reading, case.round_id)
    found = deadlines(case, in_round, await acts.of_application(reading, case.id))
    body = Deadlines(
        moves_next=case.moves_next,
        until=due_at(case, in_round),
        items=[deadline_shown(deadline) for deadline in found],
    )
    return shown(body, version=case.version)
