"""What is said and asked of papers."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.http.field_types import Day
from common.http.validation import StrictModel
from intake.domain.handing_over import NoticeService


class FormQuery(StrictModel):
    """Which version to print; without it, what the institution is writing, or filed last."""

    version: Annotated[int, Field(ge=1, le=10_000)] | None = None


class DistrictQuery(StrictModel):
    """Whose list; a district prints its own."""

    district: Annotated[str, Field(max_length=20)] | None = None


class NoticeServiceGiven(StrictModel):
    """When and how a notice was given to the applicant: in person, by post, electronically, …"""

    served_on: Day
    manner: Literal["direct", "left_in_place", "entrusted", "postal", "electronic", "announcement"]
    remark: Annotated[str, Field(max_length=1000)] = ""


class NoticeServiceShown(StrictModel):
    """One service of a notice (送达)."""

    id: UUID
    number: str
    served_on: date
    manner: str
    remark: str
    actor: str
    at: datetime


class ApplicationNotice(StrictModel):
    """A numbered notice: what was frozen has `sha256`, the paper once printed `pdf_sha256`."""

    number: str
    kind: str
    act_id: UUID
    at: datetime
    sha256: str
    pdf_sha256: str | None
    services: list[NoticeServiceShown]


class ApplicationNotices(StrictModel):
    """The notices of an application in their order."""

    items: list[ApplicationNotice]


def service_shown(of: NoticeService) -> NoticeServiceShown:
    """The representation of a service."""
    return NoticeServiceShown(**asdict(of))


def notice_shown(row: Row[Any], given: Sequence[NoticeService]) -> ApplicationNotice:
    """The representation of a notice with the services that are its own."""
    names = ApplicationNotice.model_fields.keys() - {"services"}
    return ApplicationNotice(
        **{name: getattr(row, name) for name in names},
        services=[service_shown(each) for each in given if each.number == row.number],
    )
