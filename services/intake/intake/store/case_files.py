"""An application with all that belongs to it, read in one statement: it fits together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, bindparam, func, literal_column, select

from common.database import Source
from common.errors import NotFound
from common.ids import as_id
from common.rows import one
from intake.domain import access
from intake.domain.application import Application
from intake.domain.document import SITE_PHOTO, Document
from intake.domain.round import Round
from intake.store.rounds import round_of_columns
from intake.store.versions import sections_in
from intake.tables.applications import (
    application_documents,
    application_drafts,
    application_versions,
    applications,
)
from intake.tables.rounds import rounds

_DOCUMENTS: Final = TypeAdapter(tuple[Document, ...])
_ROUND: Final = "in_round_"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """An application, its round, its documents, and its sections as the actor may see them.

    `draft` is the working copy, None to whom it is invisible; `filed` are the sections of the last
    version, None before the first.
    """

    case: Application
    in_round: Round
    documents: Sequence[Document]
    draft: Mapping[str, Any] | None
    filed: Mapping[str, Any] | None

    @property
    def filed_documents(self) -> Sequence[Document]:
        """The documents that the institution files: all but the district's photographs."""
        return [document for document in self.documents if document.kind != SITE_PHOTO]


async def load(source: Source, ref: str | UUID) -> CaseFile:
    """The file of the application with an id or number; raises `NotFound`."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    statement = _BY_ID if known else _BY_NUMBER
    file = _file_of(await one(source, statement, ref=known or str(ref)))
    if not access.visible_to(source.actor, file.case):
        raise NotFound()
    return file


def _documents() -> Any:
    table = application_documents
    own = table.c.application_id == applications.c.id
    each = func.to_jsonb(literal_column(table.name))  # the whole row
    return select(func.jsonb_agg(each)).where(own).scalar_subquery().label("documents")


def _statement() -> Select[Any]:
    last = (application_versions.c.application_id == applications.c.id) & (
        application_versions.c.number == applications.c.submissions
    )
    return (
        select(
            applications,
            *(column.label(f"{_ROUND}{column.name}") for column in rounds.c),
            application_drafts.c.sections.label("draft"),
            application_versions.c.canonical.label("filed"),
            _documents(),
        )
        .join(rounds, rounds.c.id == applications.c.round_id)
        .outerjoin(application_drafts, application_drafts.c.application_id == applications.c.id)
        .outerjoin(application_versions, last)
    )


_BY_ID: Final = _statement().where(applications.c.id == bindparam("ref"))
_BY_NUMBER: Final = _statement().where(applications.c.number == bindparam("ref"))
_OF_CASE: Final = tuple(column.name for column in applications.c)
_OF_ROUND: Final = tuple(column.name for column in rounds.c)


def _file_of(row: Row[Any]) -> CaseFile:
    columns = row._mapping
    documents = _DOCUMENTS.validate_python(columns["documents"] or ())
    return CaseFile(
        case=Application(**{name: columns[name] for name in _OF_CASE}),
        in_round=round_of_columns({name: columns[f"{_ROUND}{name}"] for name in _OF_ROUND}),
        documents=sorted(documents, key=lambda document: document.id),
        draft=columns["draft"],
        filed=None if columns["filed"] is None else sections_in(columns["filed"]),
    )
