"""The case: what travels unchanged from the district's recommendation to the register."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ApplicationKind = Literal["designation", "renewal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPin:
    """A criteria standard as a round pins it: id, revision and SHA-256 of its canonical form."""

    id: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPin:
    """The round a case was filed in."""

    id: UUID
    number: str
    year: int
    base_year: int
    standard: StandardPin


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """An operating institution by its unified social credit code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTarget:
    """One target of the development plan; amounts are decimal strings in the stated unit."""

    metric: str
    unit: str
    base_value: str
    targets: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocument:
    """A document of the frozen submission, found in the object store by its SHA-256."""

    sha256: str
    kind: str
    criterion_ids: tuple[str, ...]
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A frozen submission as other services know it; no personal data."""

    application_id: UUID
    application_number: str
    kind: ApplicationKind
    round: RoundPin
    cluster_id: UUID | None = None
    cluster_number: str | None = None
    cluster_name: str
    district: str
    leading_industry: str
    institution: Institution
    version: int
    sha256: str
    plan_targets: tuple[PlanTarget, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
