"""Tracking notes: what a district sees of execution, progress, experience, problems and mending."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from common.actor import Actor
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Day, Words
from common.http.pagination import page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.entry_answers import all_listed, answered, one_shown
from monitoring.api.entry_models import (
    ClusterEntryQuery,
    ClusterNumber,
    Direction,
    EntryShown,
    EntryWithdrawal,
    content_of,
    fields_of,
)
from monitoring.domain.entry import Entry
from monitoring.usecases.correct_entry import correct_entry
from monitoring.usecases.record_entry import record_entry
from monitoring.usecases.withdraw_entry import withdraw_entry

routes = router(tag="tracking notes")

Topic = Literal["execution", "progress", "experience", "problems", "mending"]


class TrackingNoteGiven(StrictModel):
    """A note on one cluster."""

    cluster_number: ClusterNumber
    topic: Topic
    direction: Direction
    noted_on: Day
    text: Words


class TrackingNoteCorrected(TrackingNoteGiven):
    """The note as it should have been, and why."""

    reason: Words


class TrackingNoteShown(EntryShown):
    """A note as it was written down."""

    cluster_number: str
    cluster_name: str
    topic: Topic
    direction: Direction
    noted_on: date
    text: str


class TrackingNoteQuery(ClusterEntryQuery):
    """The filters of the list."""

    topic: Topic | None = None
    direction: Direction | None = None


@routes.post(
    "/tracking-notes",
    status_code=201,
    response_model=TrackingNoteShown,
    responses=documented(WRITES),
    name="record_tracking_note",
)
async def post_tracking_note(body: Later[TrackingNoteGiven], tx: Creating) -> Response:
    """Write down what was seen of a cluster: topic and direction (art. 6, 16)."""
    entry = await record_entry(tx, "tracking_note", lambda: content_of(body.checked()))
    return await answered(tx, entry, tracking_note_shown, address="tracking-notes")


@routes.post(
    "/tracking-notes/{ref}/correction",
    status_code=201,
    response_model=TrackingNoteShown,
    responses=documented(WRITES),
    name="correct_tracking_note",
)
async def post_correction(
    ref: str, body: Later[TrackingNoteCorrected], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Put a corrected entry in the place of this one, which stays on record."""

    def content() -> tuple[str, Mapping[str, Any]]:
        given = body.checked()
        return given.reason, content_of(given)

    entry = await correct_entry(tx, "tracking_note", ref, content, if_match=if_match)
    return await answered(tx, entry, tracking_note_shown, address="tracking-notes")


@routes.post(
    "/tracking-notes/{ref}/withdrawal",
    status_code=201,
    response_model=TrackingNoteShown,
    responses=documented(WRITES),
    name="withdraw_tracking_note",
)
async def post_withdrawal(
    ref: str, body: Later[EntryWithdrawal], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw an entry; it stays on record and counts no more."""
    given = body.checked
    entry = await withdraw_entry(
        tx, "tracking_note", ref, lambda: given().reason, if_match=if_match
    )
    return await answered(tx, entry, tracking_note_shown, address="tracking-notes")


@routes.get(
    "/tracking-notes/{ref}",
    response_model=TrackingNoteShown,
    responses=documented(READS),
    name="read_tracking_note",
)
async def read_tracking_note(ref: str, reading: Reading) -> Response:
    """One entry, also one that was corrected or withdrawn."""
    return await one_shown(reading, "tracking_note", ref, tracking_note_shown)


@routes.get(
    "/tracking-notes",
    response_model=page_of(TrackingNoteShown),
    responses=documented(READS),
    name="list_tracking_notes",
)
async def list_tracking_notes(
    request: Request, query: Annotated[TrackingNoteQuery, Query()], reading: Reading
) -> Response:
    """The notes that the caller may see, oldest first."""
    return await all_listed(
        request,
        reading,
        query,
        of="tracking_note",
        model=tracking_note_shown,
        topic=query.topic,
        direction=query.direction,
    )


def tracking_note_shown(entry: Entry, actor: Actor) -> TrackingNoteShown:
    """The representation of an entry for an actor."""
    return TrackingNoteShown(**fields_of(entry, TrackingNoteShown, actor))
