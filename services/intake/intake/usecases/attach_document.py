"""An institution attaches documents to its application, and their content."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from common import audit
from common.database import Source, Transaction
from common.documents.quarantine import Received
from common.documents.store import Objects
from common.errors import Forbidden
from common.ids import new_id
from common.lifecycle import etag_of
from intake.domain.application import Application
from intake.domain.application_lifecycle import APPLICATION
from intake.domain.document import (
    SITE_PHOTO,
    Document,
    act_of_adding,
    require_known_criteria,
    require_loose,
    require_own_kind,
    with_content,
)
from intake.store import applications, documents, rounds, standards


async def attach_document(
    tx: Transaction, ref: str, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Document]:
    """Announce a document of an application that is open for change; its bytes come next.

    The district announces the photographs of its site verification in the same way.
    """
    case = await _handled(tx, ref)
    act = act_of_adding(tx.actor, case)
    # A new document contradicts no other writer: it goes with whatever version there is.
    tag = etag_of(case.version)
    APPLICATION.admit(act, status=case.place, version=case.version, actor=tx.actor, if_match=tag)
    fields = content()
    require_own_kind(fields["kind"], act)
    in_round = await rounds.load(tx, case.round_id)
    standard = await standards.pinned(tx, in_round.standard)
    require_known_criteria(fields["criterion_ids"], standard)
    new = Document(id=new_id(), application_id=case.id, version=1, **fields)
    moved = await _moved_on(tx, case)
    await documents.add(tx, new)
    detail = {"document_id": str(new.id), "kind": new.kind}
    await audit.record(tx, "application", case.id, act="attach_document", detail=detail)
    return moved, new


async def changeable_document(
    source: Source, ref: str, document_id: UUID, *, if_match: str | None
) -> tuple[Application, Document]:
    """The document, if the actor may change it now; refused in the promised order."""
    case = await applications.load(source, ref)
    document = await documents.load(source, case.id, document_id)
    act = act_of_adding(source.actor, case)
    if (document.kind == SITE_PHOTO) != (act == "verify_site"):
        raise Forbidden()
    APPLICATION.admit(
        act,
        status=case.place,
        version=document.version,
        actor=source.actor,
        if_match=if_match,
    )
    require_loose(document)
    return case, document


async def keep_content(
    tx: Transaction,
    objects: Objects,
    received: Received,
    ref: str,
    document_id: UUID,
    *,
    if_match: str | None,
) -> tuple[Application, Document]:
    """Name received bytes in the document's row; the file is in its place before the commit."""
    await _handled(tx, ref)
    case, document = await changeable_document(tx, ref, document_id, if_match=if_match)
    filled = with_content(
        document, sha256=received.sha256, size_bytes=received.size_bytes, at=tx.at
    )
    moved = await _moved_on(tx, case)
    await documents.save(tx, filled)
    detail = {"document_id": str(document.id), "sha256": received.sha256}
    await audit.record(tx, "application", case.id, act="receive_document", detail=detail)
    await objects.keep(received)
    return moved, filled


async def remove_document(
    tx: Transaction, ref: str, document_id: UUID, *, if_match: str | None
) -> Application:
    """Take out a document that no version holds."""
    await _handled(tx, ref)
    case, document = await changeable_document(tx, ref, document_id, if_match=if_match)
    moved = await _moved_on(tx, case)
    await documents.remove(tx, document)
    detail = {"document_id": str(document.id), "kind": document.kind}
    await audit.record(tx, "application", case.id, act="remove_document", detail=detail)
    return moved


async def _handled(tx: Transaction, ref: str) -> Application:
    """The application, held until the end: several documents may come at once, each in turn."""
    case = await applications.load(tx, ref)
    act_of_adding(tx.actor, case)
    return await applications.held(tx, case)


async def _moved_on(tx: Transaction, case: Application) -> Application:
    # What a submission would freeze has changed: whoever saw the version before does not submit it.
    moved = replace(case, version=case.version + 1, changed_at=tx.at)
    await applications.save(tx, moved)
    return moved
