"""Evaluations as officials read them."""

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import Select, select

from common.errors import Forbidden, NotFound
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, documented
from evaluation.api.district import District
from evaluation.api.evaluation_models import (
    EvaluationFileShown,
    EvaluationListed,
    EvaluationShown,
    Folder,
    JudgmentShown,
    evaluation_listed,
    evaluation_shown,
    file_shown,
    judgment_shown,
)
from evaluation.api.receipt_models import CheckVerdictShown, check_shown
from evaluation.domain.check import words_of
from evaluation.domain.judgment import in_force
from evaluation.store import checks, judgments
from evaluation.store import evaluations as store
from evaluation.tables.evaluations import evaluations
from evaluation.tables.evaluations import judgments as judgments_table

routes = router(tag="evaluations")

READERS = ("municipal_bureau", "district_authority", "auditor")


# An id, or the number that people use.
Reference = Annotated[str, Field(min_length=1, max_length=60)]


class EvaluationQuery(PageQuery):
    """Filters of the list of evaluations."""

    status: (
        Literal[
            "checked",
            "under_review",
            "proposed",
            "not_proposed",
            "returned",
            "passed",
            "not_passed",
            "withdrawn",
            "superseded",
        ]
        | None
    ) = None
    district: District | None = None
    round: Reference | None = None
    application: Reference | None = None


@routes.get(
    "/evaluations",
    response_model=page_of(EvaluationListed),
    responses=documented(READS),
    name="list_evaluations",
)
async def list_evaluations(
    request: Request, query: Annotated[EvaluationQuery, Query()], reading: Reading
) -> Response:
    """The evaluations the caller may see, oldest first."""
    if not reading.actor.has(*READERS):
        raise Forbidden()
    wanted = select(evaluations).where(store.within_reach(reading.actor))
    return await listed(
        request,
        reading,
        _filtered(wanted, query),
        query,
        key=[evaluations.c.id],
        item=lambda row: evaluation_listed(store.evaluation_of(row), reading.actor),
    )


@routes.get(
    "/evaluations/{ref}",
    response_model=EvaluationShown,
    responses=documented(READS),
    name="read_evaluation",
)
async def read_evaluation(ref: str, reading: Reading) -> Response:
    """One evaluation with the result per criterion."""
    found = await store.load(reading, ref)
    folder = await Folder.of(reading, found)
    return shown(evaluation_shown(folder, reading.actor), version=found.version)


@routes.get(
    "/evaluations/{ref}/file",
    response_model=EvaluationFileShown,
    responses=documented(READS),
    name="read_evaluation_file",
)
async def read_file(ref: str, reading: Reading) -> Response:
    """The case and the facts as they were recommended; no contact persons."""
    found = await store.load(reading, ref)
    opening = (await checks.of_evaluation(reading, found.id))[0]
    return shown(file_shown(found, opening), version=found.version)


@routes.get(
    "/evaluations/{ref}/checks/{number}",
    response_model=CheckVerdictShown,
    responses=documented(READS),
    name="read_evaluation_check",
)
async def read_check(ref: str, number: int, reading: Reading) -> Response:
    """One check in full: the verdict a decision rested on stays readable after a later one."""
    found = await store.load(reading, ref)
    kept = await checks.of_evaluation(reading, found.id)
    wanted = [each for each in kept if each.number == number]
    if not wanted:
        raise NotFound()
    return shown(check_shown(wanted[0]), version=found.version)


@routes.get(
    "/evaluations/{ref}/judgments",
    response_model=page_of(JudgmentShown),
    responses=documented(READS),
    name="list_judgments",
)
async def list_judgments(
    ref: str, request: Request, query: Annotated[PageQuery, Query()], reading: Reading
) -> Response:
    """Every finding of a person, superseded ones included, oldest first."""
    found = await store.load(reading, ref)
    recorded = await judgments.of_evaluation(reading, found.id)
    made = await checks.of_evaluation(reading, found.id)
    standing = {each.id for each in in_force(recorded, made, words_of(made[-1])).values()}
    wanted = select(judgments_table).where(judgments_table.c.evaluation_id == found.id)
    return await listed(
        request,
        reading,
        wanted,
        query,
        key=[judgments_table.c.number],
        item=lambda row: judgment_shown(judgments.judgment_of(row), in_force=row.id in standing),
    )


def _filtered(wanted: Select[Any], query: EvaluationQuery) -> Select[Any]:
    if query.status:
        wanted = wanted.where(evaluations.c.status == query.status)
    if query.district:
        wanted = wanted.where(evaluations.c.district == query.district)
    if query.round:
        wanted = wanted.where(store.of_round(query.round))
    if query.application:
        wanted = wanted.where(store.of_application(query.application))
    return wanted
