"""Signed extracts of the register: as a JWS, as a certificate to print, and what verifies them."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from common.clock import legal_day
from common.http.answers import shown
from common.http.app import StrictRoute, router
from common.http.attachments import disposition
from common.http.conditional import has_already, not_modified
from common.http.dependencies import Running
from common.http.negotiation import accepted
from common.http.problems import LIMITED, PUBLIC, documented
from common.http.validation import StrictModel
from common.paper.printing import Press
from registry.api.readers import Register
from registry.domain.cluster import Standing
from registry.domain.extract_refusals import ExtractsNotSetUp
from registry.domain.places import district_name
from registry.extracts import status_list
from registry.extracts.claims import KIND, extract_of
from registry.extracts.keys import Signing
from registry.paper.certificate import certificate_data
from registry.paper.pages import template
from registry.store import clusters
from registry.store import extracts as store

routes = router(tag="extracts")
# Where everybody looks for keys (RFC 8615), outside /v1.
well_known = APIRouter(tags=["extracts"], route_class=StrictRoute, redirect_slashes=False)

JSON: Final = "application/json"
COMPACT: Final = "application/jose"
LIST: Final = "application/vc+jwt"
PDF: Final = "application/pdf"
PRESS: Final = Press()
MAX_AGE_S: Final = 60
_TEXT: Final = {"schema": {"type": "string"}}
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}
_AS_LIST: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {LIST: _TEXT}},
    304: {"description": "The list is still the one that the caller has"},
}


class ExtractShown(StrictModel):
    """A signed extract, and what it says in short."""

    number: str
    standing: Standing
    as_of: date
    media_type: str
    extract: str
    keys: str
    status_list: str
    verify: str


class JwkShown(StrictModel):
    """A public key (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


class JwksShown(StrictModel):
    """The public keys that sign or once signed extracts, newest first."""

    keys: list[JwkShown]


async def signing(runtime: Running) -> Signing:
    """Who signs here; raises `ExtractsNotSetUp`."""
    found = runtime.parts.get("signing")
    if found is None:
        raise ExtractsNotSetUp(retry_after_s=3600)
    assert isinstance(found, Signing)
    return found


Signer = Annotated[Signing, Depends(signing)]


@routes.get(
    "/clusters/{ref}/certificate",
    response_model=ExtractShown,
    responses=documented((*LIMITED, 406)) | {200: {"content": {COMPACT: _TEXT}}},
    name="read_extract",
)
async def read_extract(
    ref: str, request: Request, register: Register, runtime: Running, signer: Signer
) -> Response:
    """A signed extract of a cluster with its standing today, as JSON or as the bare JWS."""
    wanted = accepted(request, (JSON, COMPACT))
    cluster, index = await store.placed(register, ref)
    at = runtime.clock.now()
    day = legal_day(at)
    claims = extract_of(
        cluster, day=day, index=index, issuer=signer.address, at=at, district_name=district_name
    )
    token = signer.signed(claims, kind=KIND)
    if wanted == COMPACT:
        return _never_kept(Response(token, media_type=COMPACT))
    body = ExtractShown(
        number=cluster.number,
        standing=cluster.standing_on(day),
        as_of=day,
        media_type=f"application/{KIND}",
        extract=token,
        keys=signer.at("/.well-known/jwks.json"),
        status_list=signer.at(status_list.PATH),
        verify=signer.at("/verify"),
    )
    return _never_kept(shown(body))


@routes.get(
    "/clusters/{ref}/certificate.pdf",
    responses=documented(LIMITED) | _AS_PDF,
    response_class=Response,
    name="print_certificate",
)
async def print_certificate(
    ref: str, register: Register, runtime: Running, signer: Signer
) -> Response:
    """The certificate of a cluster on paper; it states the standing on the day it is made."""
    cluster, at = await clusters.load(register, ref), runtime.clock.now()
    data = certificate_data(cluster, day=legal_day(at), address=signer.address)
    pdf = await PRESS.printed(template("certificate"), data, at=at)
    answer = Response(pdf, media_type=PDF)
    answer.headers["Content-Disposition"] = disposition(f"{cluster.number}.pdf")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return _never_kept(answer)


@routes.get(
    "/status-list",
    responses=documented(LIMITED) | _AS_LIST,
    response_class=Response,
    name="read_status_list",
)
async def read_status_list(
    request: Request, register: Register, runtime: Running, signer: Signer
) -> Response:
    """Which designations are revoked today: a signed Bitstring Status List (W3C), a bit each."""
    at = runtime.clock.now()
    revoked, count = await store.revoked_places(register, legal_day(at))
    bits = status_list.encoded(revoked, count=count)
    etag = status_list.tag_of(bits, kid=signer.kid, at=at)
    kept = f"public, max-age={int(min(MAX_AGE_S, runtime.clock.left_of_day_s()))}"
    if has_already(request, etag):
        return not_modified(etag, cache_control=kept)
    claims = status_list.credential(bits, issuer=signer.address, at=at)
    token = signer.signed(claims, kind=status_list.KIND)
    headers = {"ETag": etag, "Cache-Control": kept}
    return Response(token, media_type=LIST, headers=headers)


@well_known.get(
    "/.well-known/jwks.json",
    response_model=JwksShown,
    responses=documented(PUBLIC),
    name="list_extract_keys",
)
async def list_extract_keys(signer: Signer) -> Response:
    """The public keys that verify extracts; older ones stay, so that old extracts do too."""
    kept = {"Cache-Control": f"public, max-age={MAX_AGE_S}"}
    return JSONResponse(signer.published(), headers=kept)


def _never_kept(answer: Response) -> Response:
    # A standing changes with the day and with a decision: nobody may keep it.
    answer.headers["Cache-Control"] = "no-store"
    return answer
