"""The toy's routes and handlers, in one file because it is a test's."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from pydantic_settings import SettingsConfigDict
from sqlalchemy import insert, select

from common import audit
from common.config import ServiceSettings
from common.contracts.monitoring import ReportOverdue
from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import Page, PageQuery, listed
from common.http.validation import Later, StrictModel
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from common.messaging.outbox import announce
from common.process import Service
from common.rows import one, save_version
from common.verification import Finding
from toy.tables import effects, metadata, notes

OFFICIALS = ("district_authority", "municipal_bureau")
NOTE = Lifecycle(
    name="note",
    arcs=(Arc("close", who=("municipal_bureau",), start=("open",), end=("closed",)),),
    moves_next={"open": "municipal_bureau", "closed": None},
)
routes = router(tag="notes")


class NoteDraft(StrictModel):
    district: Annotated[str, Field(pattern=r"^\d{6}$")]
    words: Annotated[str, Field(min_length=1, max_length=100)]


class Closing(StrictModel):
    reason: Annotated[str, Field(min_length=5, max_length=100)]


class NoteShown(StrictModel):
    id: UUID
    district: str
    words: str
    status: str


class ToySettings(ServiceSettings):
    service = "toy"
    model_config = SettingsConfigDict(env_prefix="TOY_")


def overdue(words: str) -> ReportOverdue:
    """An event with `words` in it, to be told apart."""
    return ReportOverdue(
        obligation_id=new_id(), cluster_number=words, period="2024", due_on=date(2025, 3, 31)
    )


@routes.post("/notes", status_code=201, response_model=NoteShown, name="create_note")
async def create_note(body: Later[NoteDraft], tx: Creating) -> Response:
    draft = body.checked()
    note = NoteShown(id=new_id(), district=draft.district, words=draft.words, status="open")
    await tx.connection.execute(insert(notes).values(**note.model_dump(), version=1))
    await announce(tx, overdue(draft.words), about=note.id)
    await audit.record(tx, "note", note.id, act="write", detail={"words": draft.words})
    return await created(tx, note, location=f"/v1/notes/{note.id}", version=1)


@routes.post("/notes/{ref}/closing", status_code=201, response_model=NoteShown, name="close_note")
async def close_note(
    ref: UUID, body: Later[Closing], tx: Writing, if_match: IfMatch = None
) -> Response:
    note = await one(tx, select(notes).where(notes.c.id == ref))
    NOTE.admit("close", status=note.status, version=note.version, actor=tx.actor, if_match=if_match)
    body.checked()
    await save_version(tx, notes, {"id": ref, "version": note.version + 1, "status": "closed"})
    await audit.record(tx, "note", ref, act="close")
    shown_note = _shown(note).model_copy(update={"status": "closed"})
    return await created(tx, shown_note, location=f"/v1/notes/{ref}", version=note.version + 1)


@routes.get("/notes", response_model=Page, name="list_notes")
async def list_notes(
    request: Request, query: Annotated[PageQuery, Query()], reading: Reading
) -> Response:
    return await listed(request, reading, select(notes), query, key=[notes.c.id], item=_shown)


@routes.get("/notes/{ref}", response_model=NoteShown, name="read_note")
async def read_note(ref: UUID, reading: Reading) -> Response:
    note = await one(reading, select(notes).where(notes.c.id == ref))
    return shown(_shown(note), version=note.version)


def _shown(row: Any) -> NoteShown:
    return NoteShown(id=row.id, district=row.district, words=row.words, status=row.status)


async def note_effect(tx: Transaction, event: ReportOverdue) -> None:
    """The effect of an event: one row, and a fault for words that say so."""
    if event.cluster_number.startswith("poison"):
        raise RuntimeError("poison")
    await tx.connection.execute(
        insert(effects).values(event_id=str(tx.cause), words=event.cluster_number)
    )


async def findings(_tx: Transaction) -> AsyncIterator[Finding]:
    yield Finding(check="toy", ok=True, subject="toy")


TOY = Service(
    name="toy",
    title="Toy",
    settings=ToySettings,
    routers=[routes],
    metadata=metadata,
    consumes=("monitoring",),
    handlers={"report.overdue": note_effect},
    jobs=(),
    verify=findings,
)
