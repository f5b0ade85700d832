"""Documents of an application: announced, streamed in, streamed out as attachments."""

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, Field, model_validator

from common.database import Reader
from common.documents.kinds import KINDS, name_fits
from common.http.answers import answered, shown
from common.http.app import router
from common.http.attachments import ANY_BYTES, attachment
from common.http.dependencies import Creating, CurrentActor, IfMatch, Reading, Running, Writing
from common.http.field_types import Said, rule
from common.http.limits import BodyLimit
from common.http.problems import READS, WRITES, documented
from common.http.runtime import documents_of
from common.http.validation import Later, StrictModel
from common.lifecycle import etag_of
from intake.api.application_shown import DocumentShown, document_shown
from intake.api.document_kinds import DocumentKind
from intake.domain.application import Application
from intake.domain.application_refusals import EmptyDocument
from intake.domain.document import require_fit_to_hand_out
from intake.store import applications
from intake.store import documents as rows
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
_RAW_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": ANY_BYTES}}
if TYPE_CHECKING:
    MediaType = str
else:
    MediaType = Literal[tuple(KINDS)]
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
    media_type: MediaType

    @model_validator(mode="after")
    def _named_as_its_type(self) -> Self:
        if not name_fits(self.name, media_type=self.media_type):
            raise rule(
                "ending_differs",
                zh="文件名的扩展名与所填类型不符。",
                en="The file name does not end as files of this type do.",
            )
        return self


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
    found = await rows.load(reading, case.id, document_id)
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
    _, announced = await changeable_document(reading, ref, document_id, if_match=if_match)
    store = documents_of(runtime)
    async with store.receive(request.stream()) as received:
        if received.size_bytes == 0:
            raise EmptyDocument()
        await store.inspect(received, media_type=announced.media_type)
        async with runtime.database.transaction(
            actor, at=runtime.clock.now(), operation="put_application_document_content"
        ) as tx:
            case, filled = await keep_content(
                tx, store.objects, received, ref, document_id, if_match=if_match
            )
    answer = shown(document_shown(filled), version=filled.version)
    answer.headers.update(_parent_tag(case))
    return answer


@routes.get(
    "/applications/{ref}/documents/{document_id}/content",
    responses=documented((*READS, 409)) | {200: {"content": ANY_BYTES}},
    response_class=StreamingResponse,
    name="read_application_document_content",
)
async def read_content(ref: str, document_id: UUID, reading: Reading, runtime: Running) -> Response:
    """A document's bytes, as an attachment that a browser will not run."""
    case = await applications.load(reading, ref)
    found = await rows.load(reading, case.id, document_id)
    store = documents_of(runtime)
    sha256, size_bytes = require_fit_to_hand_out(found, scanning=store.scanner is not None)
    return attachment(
        await store.objects.open(sha256),
        name=found.name,
        media_type=found.media_type,
        size_bytes=size_bytes,
        sha256=sha256,
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


def _parent_tag(case: Application) -> dict[str, str]:
    return {PARENT_TAG: etag_of(case.version)}


def _fields(draft: DocumentDraft) -> dict[str, Any]:
    return draft.model_dump() | {"criterion_ids": tuple(draft.criterion_ids)}
