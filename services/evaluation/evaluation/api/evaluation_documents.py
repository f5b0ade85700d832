"""The evidence of a case, handed out from the shared object store."""

from typing import Annotated

from fastapi import Path, Response
from fastapi.responses import StreamingResponse

from common.documents.kinds import ending_of
from common.documents.refusals import DocumentInfected
from common.errors import NotFound
from common.http.app import router
from common.http.attachments import ANY_BYTES, attachment
from common.http.dependencies import Reading, Running
from common.http.problems import READS, documented
from common.http.runtime import documents_of
from evaluation.store import evaluations

routes = router(tag="evaluations")

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@routes.get(
    "/evaluations/{ref}/documents/{sha256}",
    responses=documented((*READS, 409)) | {200: {"content": ANY_BYTES}},
    response_class=StreamingResponse,
    name="read_evaluation_document",
)
async def read_document(ref: str, sha256: Sha256, reading: Reading, runtime: Running) -> Response:
    """A document of the case as it was recommended, and of no other."""
    found = await evaluations.load(reading, ref)
    held = next((one for one in found.case.documents if one.sha256 == sha256), None)
    if held is None:
        raise NotFound()
    objects = documents_of(runtime).objects
    if await objects.is_locked_away(sha256):
        raise DocumentInfected()
    return attachment(
        await objects.open(sha256),
        # The name it was filed under may hold a person's: it stays with intake.
        name=f"{held.kind}-{sha256[:12]}{ending_of(held.media_type)}",
        media_type=held.media_type,
        size_bytes=held.size_bytes,
        sha256=sha256,
    )
