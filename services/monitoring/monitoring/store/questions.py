"""What is asked of a report: of the version that was received, and of what is being written."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from common.database import Source
from monitoring.domain.report import Report
from monitoring.domain.report_questions import questions_about
from monitoring.store import filings, obligations, reports
from monitoring.terms.report_reading import question_terms

Asked = list[dict[str, Any]]


async def about_draft(source: Source, report: Report) -> Asked:
    """What is asked about what is being written now."""
    owed = await obligations.load(source, str(report.obligation_id))
    draft = await reports.draft_of(source, report)
    if draft is None:
        return []
    told = await filings.told_of(source, owed, tally=draft.roster["tally"] if draft.roster else {})
    asked = questions_about(draft.sections, told, question_terms())
    return [question.as_json() for question in asked]


async def about_last_version(source: Source, report: Report) -> Asked:
    """What was asked about the last version as it was received."""
    versions = await reports.versions_of(source, report.id)
    return list(versions[-1].questions) if versions else []


async def asked_of(source: Source, report: Report) -> Asked:
    """Both, for an institution that answers."""
    return [*await about_last_version(source, report), *await about_draft(source, report)]


def answers_in(acts: Iterable[Row[Any]]) -> dict[str, dict[str, Any]]:
    """The last answer to each question, by its id."""
    return {
        each["question"]: {"reason": each["reason"], "at": act.at, "actor": act.actor}
        for act in acts
        if act.act == "answer"
        for each in act.content["answers"]
    }
