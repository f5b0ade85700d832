"""Questions about the figures of a report, and what a report can begin with."""

from fastapi import Response

from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.question_models import ReportAnswers, ReportQuestions, questions_shown
from monitoring.api.report_models import ReportShown
from monitoring.api.report_sections import ReportSections
from monitoring.api.reports import address_of, represented
from monitoring.domain import access
from monitoring.domain.prefill import Earlier, prefill
from monitoring.domain.stated import Origin, origin_of
from monitoring.store import filed_cases, filings, obligations, questions, reports
from monitoring.usecases.answer_questions import answer_questions

routes = router(tag="annual-reports")


class OriginShown(StrictModel):
    """Where a value stands: an application by its number, a report by its period."""

    kind: str
    ref: str
    version: int
    sha256: str


class FilledShown(StrictModel):
    """A value of `sections` by its JSON pointer; without a source where its filing is not here."""

    pointer: str
    source: OriginShown | None


class EarlierShown(StrictModel):
    """A figure of another year, to compare with."""

    name: str
    zh: str
    en: str
    unit: str
    year: int
    value: str
    source: OriginShown


class ReportPrefill(StrictModel):
    """Sections to begin with, whence each value is, and the figures of other years."""

    sections: ReportSections
    filled: list[FilledShown]
    earlier: list[EarlierShown]


@routes.get(
    "/annual-reports/{cluster}/{period}/prefill",
    response_model=ReportPrefill,
    responses=documented(READS),
    name="prefill_annual_report",
)
async def read_prefill(cluster: str, period: str, reading: Reading) -> Response:
    """What the report can begin with, from the application and from earlier reports."""
    found = await obligations.load_for(reading, cluster, period)
    owed = access.require_visible(reading.actor, found)
    told = await filings.told_of(reading, owed, tally={})
    earlier = await filings.of_cluster(reading, owed.cluster_id)
    before = [filing for filing in earlier if filing.report.period < owed.period]
    cases = await filed_cases.of_cluster(reading, owed.cluster_id)
    plan = origin_of(cases[-1]) if cases else None
    made = prefill(told, before[-1] if before else None, plan=plan)
    return shown(
        ReportPrefill(
            sections=ReportSections.model_validate(made.sections),
            filled=[
                FilledShown(
                    pointer=each.pointer, source=_origin(each.origin) if each.origin else None
                )
                for each in made.filled
            ],
            earlier=[_earlier(each) for each in made.earlier],
        )
    )


@routes.get(
    "/annual-reports/{cluster}/{period}/questions",
    response_model=ReportQuestions,
    responses=documented(READS),
    name="list_annual_report_questions",
)
async def list_questions(cluster: str, period: str, reading: Reading) -> Response:
    """What is asked: about the working copy for its institution, else about what was received."""
    report = await reports.load_for(reading, cluster, period)
    writing = access.reads_draft(reading.actor, report)
    ask = questions.about_draft if writing else questions.about_last_version
    answers = questions.answers_in(await reports.acts_of(reading, report.id))
    items = questions_shown(await ask(reading, report), answers)
    unanswered = sum(each.answer is None for each in items)
    return shown(
        ReportQuestions(of="draft" if writing else "received", open=unanswered, items=items)
    )


@routes.post(
    "/annual-reports/{cluster}/{period}/answers",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="answer_annual_report_questions",
)
async def answer(
    cluster: str, period: str, body: Later[ReportAnswers], tx: Creating, if_match: IfMatch = None
) -> Response:
    """Say why figures are right that were asked about."""
    done = await answer_questions(tx, cluster, period, content=body.plain, if_match=if_match)
    shown_now = await represented(tx, done)
    return await created(
        tx, shown_now, location=f"{address_of(done)}/questions", version=done.version
    )


def _origin(of: Origin) -> OriginShown:
    return OriginShown(kind=of.kind, ref=of.ref, version=of.version, sha256=of.sha256)


def _earlier(of: Earlier) -> EarlierShown:
    return EarlierShown(
        name=of.name,
        zh=of.zh,
        en=of.en,
        unit=of.unit,
        year=of.year,
        value=of.value,
        source=_origin(of.origin),
    )
