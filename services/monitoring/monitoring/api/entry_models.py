"""What every entry of tracking, support and services has in common, for clients."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from common.actor import Actor
from common.http.field_types import Said, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.domain.amount import shown_amount
from monitoring.domain.entry import BUREAU, DISTRICT, ENTRY, Entry, EntryStatus

Direction = Literal[
    "leading_industry", "innovation", "digital", "green", "opening", "governance"
]  # the six of art. 6
Level = Literal["national", "municipal", "district"]
SupportKind = Literal[
    "fiscal",
    "financial",
    "industrial",
    "innovation",
    "land",
    "talent",
    "investment_fund",
    "general_enterprise_policy",
    "other",
]  # art. 12
Line = Annotated[str, Field(min_length=1, max_length=200), Said]
ClusterNumber = Annotated[str, Field(min_length=1, max_length=40)]
CreditCode = Annotated[
    str, Field(max_length=18, pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$")
]
Address = Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s]+$")]
Year = Annotated[int, Field(ge=2000, le=2100)]


class EntryWithdrawal(StrictModel):
    """Why an entry is withdrawn."""

    reason: Words


class EntryShown(StrictModel):
    """What every entry shows; who recorded it is shown to officials and auditors."""

    id: UUID
    status: EntryStatus
    district: str | None
    recorded_by: str | None
    recorded_at: datetime
    supersedes: UUID | None
    ended_because: str | None
    allowed_actions: list[str]


class EntryQuery(PageQuery):
    """The filters that all entries have; without a status, those that stand are listed."""

    status: EntryStatus | None = None
    district: District | None = None


class ClusterEntryQuery(EntryQuery):
    """The filters of entries that belong to a cluster."""

    cluster: ClusterNumber | None = None
    year: Year | None = None


def fields_of(entry: Entry, model: type[StrictModel], actor: Actor) -> dict[str, Any]:
    """The fields of an entry's representation, for an actor."""
    official = actor.has(BUREAU, DISTRICT, "auditor")
    computed = {"recorded_by", "allowed_actions", "code_check_digit_ok"}
    shown = {name: _value(entry, name) for name in model.model_fields if name not in computed}
    shown["recorded_by"] = entry.recorded_by if official else None
    shown["allowed_actions"] = _allowed(entry, actor)
    return shown


def content_of(body: StrictModel) -> Mapping[str, Any]:
    """What a body says, as typed values; the reason of a correction stands apart."""
    return {name: getattr(body, name) for name in type(body).model_fields if name != "reason"}


def _allowed(entry: Entry, actor: Actor) -> list[str]:
    own = actor.has(BUREAU) or (entry.district is not None and actor.district == entry.district)
    return list(ENTRY[entry.kind].allowed(entry.status, actor)) if own else []


def _value(entry: Entry, name: str) -> Any:
    # What the entry says comes first: both it and its kind of entry have a kind.
    value = entry.content[name] if name in entry.content else getattr(entry, name, None)
    return shown_amount(value) if isinstance(value, Decimal) else value
