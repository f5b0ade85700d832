"""What readers see of an application."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from common.database import Source
from common.documents.kinds import ScanState
from common.http.validation import StrictModel
from intake.domain import access
from intake.domain.application import Application
from intake.domain.document import Document
from intake.domain.open_acts import open_acts
from intake.domain.round import Round
from intake.domain.version import Version
from intake.store import rounds
from intake.store.case_files import CaseFile

_COMPUTED = {"allowed_actions", "sections", "documents"}


class ApplicationSummary(StrictModel):
    """An application in a list: where it stands, who moves next, what the caller may do."""

    id: UUID
    number: str
    status: str
    kind: str
    round_id: UUID
    district: str
    institution_code: str
    cluster_name: str
    cluster_number: str | None
    submissions: int
    accepted_at: datetime | None
    correction_due_on: date | None
    recommend_due_on: date | None
    rank: int | None
    outcome: str | None
    on_notice: str | None
    changed_at: datetime
    moves_next: str | None
    allowed_actions: list[str]


class DocumentShown(StrictModel):
    """A document: what it is, and once received its hashes, its size and what the scanner said."""

    id: UUID
    kind: str
    criterion_ids: list[str]
    name: str
    media_type: str
    sha256: str | None
    size_bytes: int | None
    received_at: datetime | None
    frozen_in: int | None
    sm3: str | None
    scan: ScanState
    looked_at: datetime | None


class ApplicationShown(ApplicationSummary):
    """An application: the institution reads its working copy, officials the last version."""

    sections: dict[str, Any]
    documents: list[DocumentShown]


class VersionSummary(StrictModel):
    """A frozen version in a list."""

    number: int
    received_at: datetime
    received_from: str
    sha256: str


class VersionShown(VersionSummary):
    """A frozen version: what the hash is of, the facts, and the pre-check of the facts."""

    content: dict[str, Any]
    facts: dict[str, Any]
    precheck: dict[str, Any]


def application_summary(of: Application, source: Source, in_round: Round) -> ApplicationSummary:
    """The representation of an application after acts, for whoever asks and now."""
    return ApplicationSummary(**_summary(of, source, in_round))


def application_listed(
    of: Application, source: Source, known: Mapping[UUID, Round]
) -> dict[str, Any]:
    """The same in a list: plain, for a model of each costs as much as all the rest of it."""
    if not access.acts_on(source.actor, of):
        return _plain(of, acts=())
    return _summary(of, source, known[of.round_id])


async def summary_of(source: Source, case: Application) -> ApplicationSummary:
    """The same with its round looked up."""
    return application_summary(case, source, await rounds.load(source, case.round_id))


def application_shown(file: CaseFile, source: Source) -> ApplicationShown:
    """The representation of one application, for whoever asks and now."""
    sections = file.draft if access.reads_drafts(source.actor, file.case) else file.filed
    return ApplicationShown(
        **_summary(file.case, source, file.in_round),
        sections=dict(sections or {}),
        documents=[document_shown(document) for document in file.documents],
    )


def document_shown(of: Document) -> DocumentShown:
    """The representation of a document."""
    fields = {name: getattr(of, name) for name in DocumentShown.model_fields}
    return DocumentShown(**fields | {"criterion_ids": list(of.criterion_ids)})


def version_summary(of: Version) -> VersionSummary:
    """The representation of a version in a list."""
    return VersionSummary(**{name: getattr(of, name) for name in VersionSummary.model_fields})


def version_shown(of: Version) -> VersionShown:
    """The representation of a version."""
    return VersionShown(**{name: getattr(of, name) for name in VersionShown.model_fields})


def _summary(of: Application, source: Source, in_round: Round) -> dict[str, Any]:
    return _plain(of, acts=open_acts(of, in_round, actor=source.actor, at=source.at))


def _plain(of: Application, *, acts: Sequence[str]) -> dict[str, Any]:
    return dict(zip(_NAMES, _values(of), strict=True), allowed_actions=acts)


_NAMES = tuple(name for name in ApplicationSummary.model_fields if name not in _COMPUTED)
_values = attrgetter(*_NAMES)
