"""Documents of an application: announced, streamed in, streamed out as attachments."""

import re
import unicodedata
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, Field

from common.database import Reader
from common.documents import DocumentStore
from common.http.answers import answered, shown
from common.http.app import router
from common.http.dependencies import Creating, CurrentActor, IfMatch, Reading, Running, Writing
from common.http.field_types import Said, rule
from common.http.limits import BodyLimit
from common.http.problems import READS, WRITES, documented
from common.http.runtime import Runtime
from common.http.validation import Later, StrictModel
from common.lifecycle import etag_of
from intake.api.application_shown import DocumentShown, document_shown
from intake.api.document_kinds import DocumentKind
from intake.domain.application import Application
from intake.domain.application_refusals import EmptyDocument, NoContentYet
from intake.store import applications
from intake.store import documents as store
from intake.usecases.attach_document import (
    attach_document,
    changeable_document,
    keep_content,
    remove_document,
)

routes = router(tag="documents")

CONTENT_LIMIT: Final = BodyLimit(
    method="PUT",
    path=re.compile(r"/v1/applications/[^/]+/documents/[^/]+/content"),
    limit_bytes=100 * 1024 * 1024,
)
# A document moves its application on, so a write answers with the application's new ETag too.
PARENT_TAG: Final = "Application-ETag"
_ANY_BYTES: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_RAW_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": _ANY_BYTES}}
}
CriterionId = Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$")]
# A name with characters that show nothing, or turn the direction of what follows, is disguised.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def _plain_name(name: str) -> str:
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise rule(
            "unseen_characters",
            zh="文件名不得含有不可见字符或控制字符。",
            en="A file name has no invisible or control characters.",
        )
    return name


FileName = Annotated[
    str,
    Field(min_length=1, max_length=200, pattern=r"^[^/\\]+$"),
    AfterValidator(_plain_name),
    Said,
]


class DocumentDraft(StrictModel):
    """A document to come: its kind, the criteria it proves, its file name and media type."""

    kind: DocumentKind
    criterion_ids: Annotated[list[CriterionId], Field(max_length=50, default_factory=list)]
    name: FileName
    media_type: Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$")]


@routes.post(
    "/applications/{ref}/documents",
    status_code=201,
    response_model=DocumentShown,
    responses=documented(WRITES),
    name="create_application_document",
)
async def create_document(ref: str, body: Later[DocumentDraft], tx: Creating) -> Response:
    """Announce a document; its content is sent by PUT."""
    case, new = await attach_document(tx, ref, lambda: _fields(body.checked()))
    location = f"/v1/applications/{case.id}/documents/{new.id}"
    headers = {"Location": location, "ETag": etag_of(new.version)} | _parent_tag(case)
    return await answered(tx, document_shown(new), status=201, headers=headers)


@routes.get(
    "/applications/{ref}/documents/{document_id}",
    response_model=DocumentShown,
    responses=documented(READS),
    name="read_application_document",
)
async def read_document(ref: str, document_id: UUID, reading: Reading) -> Response:
    """A document's description."""
    case = await applications.load(reading, ref)
    found = await store.load(reading, case.id, document_id)
    return shown(document_shown(found), version=found.version)


@routes.put(
    "/applications/{ref}/documents/{document_id}/content",
    response_model=DocumentShown,
    responses=documented(WRITES),
    openapi_extra=_RAW_BODY,
    name="put_application_document_content",
)
async def put_content(
    ref: str,
    document_id: UUID,
    request: Request,
    actor: CurrentActor,
    runtime: Running,
    *,
    if_match: IfMatch = None,
) -> Response:
    """Receive a document's bytes; either all of them are kept, or nothing is."""
    # No transaction is open while the body comes: rights are looked at before and again after.
    reading = Reader(runtime.database, actor, runtime.clock.now())
    await changeable_document(reading, ref, document_id, if_match=if_match)
    folder = _store(runtime)
    received = await folder.receive(request.stream())
    try:
        if received.size_bytes == 0:
            raise EmptyDocument()
        async with runtime.database.transaction(
            actor, at=runtime.clock.now(), operation="put_application_document_content"
        ) as tx:
            case, filled = await keep_content(
                tx, folder, received, ref, document_id, if_match=if_match
            )
    finally:
        folder.discard(received)  # once kept, it is no longer in quarantine
    answer = shown(document_shown(filled), version=filled.version)
    answer.headers.update(_parent_tag(case))
    return answer


@routes.get(
    "/applications/{ref}/documents/{document_id}/content",
    responses=documented(READS) | {200: {"content": {"application/octet-stream": _ANY_BYTES}}},
    response_class=StreamingResponse,
    name="read_application_document_content",
)
async def read_content(ref: str, document_id: UUID, reading: Reading, runtime: Running) -> Response:
    """A document's bytes, as an attachment that a browser will not run."""
    case = await applications.load(reading, ref)
    found = await store.load(reading, case.id, document_id)
    if found.sha256 is None:
        raise NoContentYet()
    return StreamingResponse(
        _store(runtime).read(found.sha256),
        media_type=found.media_type,
        headers={
            "Content-Disposition": disposition(found.name),
            "Content-Length": str(found.size_bytes),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
            "ETag": f'"{found.sha256}"',
        },
    )


@routes.delete(
    "/applications/{ref}/documents/{document_id}",
    status_code=204,
    responses=documented(WRITES),
    name="delete_application_document",
)
async def delete_document(
    ref: str, document_id: UUID, tx: Writing, if_match: IfMatch = None
) -> Response:
    """Take out a document that no submitted version holds."""
    case = await remove_document(tx, ref, document_id, if_match=if_match)
    return Response(status_code=204, headers=_parent_tag(case))


def disposition(name: str) -> str:
    """An attachment's Content-Disposition (RFC 6266): a plain name, and the real one in UTF-8."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _parent_tag(case: Application) -> dict[str, str]:
    return {PARENT_TAG: etag_of(case.version)}


def _fields(draft: DocumentDraft) -> dict[str, Any]:
    return draft.model_dump() | {"criterion_ids": tuple(draft.criterion_ids)}


def _store(runtime: Runtime) -> DocumentStore:
    assert runtime.documents is not None, "intake needs objects_dir"
    return runtime.documents
