"""One act: a sheet of 3.6 kB is handed in once, with token, key, version, walls, audit, event."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from pydantic_settings import SettingsConfigDict
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, bindparam, select

from common import audit
from common.config import ServiceSettings
from common.contracts.monitoring import ReportOverdue
from common.database import Transaction
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Creating, IfMatch
from common.http.validation import Later, StrictModel
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from common.messaging.outbox import announce
from common.process import Service
from common.rows import one, save_version
from common.tables import NAMING
from common.verification import Finding

metadata = MetaData(naming_convention=NAMING)
sheets = Table(
    "sheets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("district", Text, nullable=False),
    Column("words", Text),
)
SHEET = Lifecycle(
    name="sheet",
    arcs=(Arc("submit", who=("district_authority",), start=("open",), end=("handed_in",)),),
    moves_next={"open": "district_authority", "handed_in": None},
)
BY_ID = select(sheets.c.id, sheets.c.status, sheets.c.version).where(
    sheets.c.id == bindparam("ref")
)
routes = router(tag="sheets")


class Line(StrictModel):
    """One line of a sheet."""

    item: Annotated[str, Field(max_length=100)]
    amount: Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,2})?$")]


class Sheet(StrictModel):
    """What is handed in."""

    title: Annotated[str, Field(max_length=200)]
    lines: Annotated[list[Line], Field(max_length=200)]


class Receipt(StrictModel):
    """What is answered."""

    id: UUID
    status: str
    lines: int


class Settings(ServiceSettings):
    """The sheets' settings."""

    service = "sheets"
    model_config = SettingsConfigDict(env_prefix="SHEETS_")


@routes.post(
    "/sheets/{ref}/submission", status_code=201, response_model=Receipt, name="submit_sheet"
)
async def submit(ref: UUID, body: Later[Sheet], tx: Creating, if_match: IfMatch = None) -> Response:
    """Hand a sheet in."""
    sheet = await one(tx, BY_ID, ref=ref)
    SHEET.admit_on("submit", sheet, actor=tx.actor, if_match=if_match)
    content = body.checked()
    version = sheet.version + 1
    words = content.model_dump_json()
    changed = {"id": ref, "version": version, "status": "handed_in", "words": words}
    await save_version(tx, sheets, changed)
    await announce(tx, handed_in(), about=ref)
    await audit.record(tx, "report", ref, act="submit", detail={"lines": len(content.lines)})
    receipt = Receipt(id=ref, status="handed_in", lines=len(content.lines))
    return await created(tx, receipt, location=f"/v1/sheets/{ref}", version=version)


def handed_in() -> ReportOverdue:
    """An event of an ordinary size; what it says does not matter here."""
    return ReportOverdue(
        obligation_id=new_id(),
        cluster_number="BJ-2024-0001",
        period="2024",
        due_on=date(2025, 3, 31),
    )


async def findings(_tx: Transaction) -> AsyncIterator[Finding]:
    """Nothing is verified here."""
    yield Finding(check="sheets", ok=True, subject="sheets")


SERVICE = Service(
    name="sheets",
    title="Sheets",
    settings=Settings,
    routers=[routes],
    metadata=metadata,
    consumes=(),
    handlers={},
    jobs=(),
    verify=findings,
)
