"""The page that verifies: a number on a certificate, or the text of a signed extract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import Request, Response

from common.errors import NotFound
from registry.api.extracts import Signer
from registry.api.page_route import Visit, Visiting, page_router
from registry.api.readers import Register
from registry.domain.cluster import Cluster, Standing
from registry.extracts import status_list
from registry.extracts.keys import Signing
from registry.extracts.opening import Extract, token_in
from registry.extracts.proving import Proof, proof_of
from registry.pages.cluster_page import said_of
from registry.pages.words import Words
from registry.store import clusters
from registry.store import extracts as store
from registry.store.register import PublicRegister

routes = page_router()
LONGEST_NUMBER: Final = 40
LONGEST_EXTRACT: Final = 16_000
_COMPARED: Final = ("name", "leading_industry", "institution_name", "institution_code", "district")


@dataclass(frozen=True, slots=True)
class Printed:
    """The day that a certificate bears, and what held on it."""

    day: date
    standing: Standing


@routes.get("/verify", name="verify_page")
async def verify_page(seen: Visiting, register: Register) -> Response:
    """The forms; with a number, what the register says of it today."""
    number = seen.asked.get("number", "").upper()[:LONGEST_NUMBER]
    if not number:
        return _page(seen)
    cluster = await _found(register, number)
    if cluster is None:
        wrong = seen.words("number_unknown", number=number)
        return _page(seen, number=number, wrong=wrong)
    return _page(seen, number=number, cluster=cluster, printed=_printed(cluster, seen))


@routes.post("/verify", name="verify_extract_page")
async def verify_extract_page(
    request: Request, seen: Visiting, register: Register, signer: Signer
) -> Response:
    """What a pasted extract proves of today, and what the register itself says today."""
    given = _extract_in(await request.body())
    if not given:
        return _page(seen, wrong=seen.words("enter_something"))
    proof = proof_of(token_in(given), signer.keys, await _list(register, signer, seen), on=seen.day)
    if proof.extract is None:
        return _page(seen, extract=given, proof=proof)
    cluster = await _found(register, proof.extract.number)
    differing = list(_differing(proof.extract, cluster, seen.words)) if cluster else []
    return _page(seen, extract=given, proof=proof, cluster=cluster, differing=differing)


def _page(
    seen: Visit,
    *,
    number: str = "",
    extract: str = "",
    wrong: str = "",
    proof: Proof | None = None,
    cluster: Cluster | None = None,
    printed: Printed | None = None,
    differing: list[str] | None = None,
) -> Response:
    standing = cluster.standing_on(seen.day) if cluster else None
    answer = seen.page(
        "verify",
        here="verify",
        title=seen.words("verify_title"),
        number=number,
        extract=extract,
        wrong=wrong,
        proof=proof,
        cluster=cluster,
        day=seen.day,
        standing=standing,
        said=said_of(cluster, standing, seen.day, seen.words) if cluster and standing else "",
        printed=printed,
        differing=("、" if not seen.words.english else ", ").join(differing or []),
    )
    answer.headers["Cache-Control"] = "no-store"  # whoever verifies asks about this very moment
    return answer


def _extract_in(body: bytes) -> str:
    try:
        form = parse_qs(body.decode(), max_num_fields=10)
    except ValueError:
        return ""
    return form.get("extract", [""])[0].strip()[:LONGEST_EXTRACT]


async def _found(register: PublicRegister, number: str) -> Cluster | None:
    try:
        return await clusters.load(register, number)
    except NotFound:
        return None


async def _list(register: PublicRegister, signer: Signing, seen: Visit) -> str:
    revoked, count = await store.revoked_places(register, seen.day)
    bits = status_list.encoded(revoked, count=count)
    claims = status_list.credential(bits, issuer=signer.address, at=seen.at)
    return signer.signed(claims, kind=status_list.KIND)


def _printed(cluster: Cluster, seen: Visit) -> Printed | None:
    try:
        day = date.fromisoformat(seen.asked.get("printed", ""))
    except ValueError:
        return None
    return Printed(day, cluster.standing_on(day)) if day < seen.day else None


def _differing(extract: Extract, cluster: Cluster, words: Words) -> Iterator[str]:
    facts: dict[str, Any] = extract.facts
    told = {
        "name": facts.get("name"),
        "leading_industry": facts.get("leading_industry"),
        "institution_name": (facts.get("institution") or {}).get("name"),
        "institution_code": (facts.get("institution") or {}).get("code"),
        "district": (facts.get("district") or {}).get("code"),
    }
    for name in _COMPARED:
        if told[name] != getattr(cluster, name):
            yield words(f"f_{name}")
