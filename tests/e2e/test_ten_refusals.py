"""Ten bad requests through the gateway: ten clear problem documents, and nothing half-done."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.demo.cast import part

WHO = "institution"


async def sent(world: Any, method: str, path: str, **options: Any) -> Any:
    """A request as the institution, with a fresh key unless told otherwise."""
    headers = {
        "Authorization": f"Bearer {world.tokens[WHO]}",
        "Idempotency-Key": uuid4().hex,
        "Content-Type": "application/json",
    } | options.pop("headers", {})
    headers = {name: value for name, value in headers.items() if value is not None}
    return await world.client.request(
        method, f"{world.base_url}/v1{path}", headers=headers, **options
    )


def is_problem(answer: Any, status: int, code: str) -> None:
    """The answer is a problem document with this status and code, and no fault."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert len(answer.json()["trace_id"]) == 32


def draft(world: Any, story: Any, **changes: Any) -> dict[str, Any]:
    """A draft as it would be right while the round is open."""
    of = part("software")
    right = {"kind": "designation", "cluster_name": of.name, "district_code": of.district_code}
    return right | {"round_id": story.rounds[0]["id"]} | changes


WRONG = {
    "an unknown field": (b'{"nonsense": 1}', 422, "invalid_content"),
    "NaN": (b'{"series": NaN}', 400, "malformed_json"),
    "a duplicate key": (b'{"header": {}, "header": {}}', 400, "malformed_json"),
    "a wrong credit code": (b'{"roster": [{"uscc": "123"}]}', 422, "invalid_content"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_wrong_content_is_told_by_place(world: Any, story: Any, name: str) -> None:
    raw, status, code = WRONG[name]
    path, who = story.cases["biology"].path, part("biology").institution
    before = await world._send("GET", path, who)
    headers = {"If-Match": before.headers["ETag"], "Authorization": f"Bearer {world.tokens[who]}"}
    answer = await sent(world, "PUT", path, content=raw, headers=headers)
    # What is malformed is told first; on a case that is closed, the rest never gets a word in.
    if status == 422:
        assert answer.status_code == 409
        body = draft(world, story) | {"sections": json.loads(raw)}
        answer = await sent(world, "POST", "/applications", json=body)
    is_problem(answer, status, code)
    assert (await world._send("GET", path, who)).content == before.content


async def test_outside_its_round_nothing_is_drafted(world: Any, story: Any) -> None:
    before = await world.get("/applications?limit=200", "auditor")
    answer = await sent(world, "POST", "/applications", json=draft(world, story))
    is_problem(answer, 409, "round_closed")
    assert answer.json()["clause"]
    assert await world.get("/applications?limit=200", "auditor") == before


async def test_a_stale_version_and_a_missing_key_are_told(world: Any, story: Any) -> None:
    path = f"{story.cases['software'].path}/withdrawal"
    body = {"reason": "不再申报"}
    stale = await sent(world, "POST", path, json=body, headers={"If-Match": '"v1"'})
    is_problem(stale, 412, "stale")
    keyless = await sent(
        world, "POST", "/applications", json=draft(world, story), headers={"Idempotency-Key": None}
    )
    is_problem(keyless, 400, "header_missing")


async def test_an_expired_token_is_refused(world: Any, full_stack: Any) -> None:
    key_file = Path(full_stack["legal_clock_file"]).with_name("issuer.key.json")
    key = ECKey.import_key(json.loads(key_file.read_text()))
    past = int(time.time()) - 7200
    claims = {"iss": full_stack["issuer_url"], "aud": "jiqun", "sub": "bureau"}
    claims |= {"roles": ["municipal_bureau"], "iat": past, "exp": past + 600}
    expired = jwt.encode({"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}, claims, key)
    headers = {"Authorization": f"Bearer {expired}"}
    is_problem(await sent(world, "GET", "/applications", headers=headers), 401, "unauthenticated")


async def raw_answer(world: Any, head: str, body: bytes, *, then_close: bool) -> bytes:
    """What the gateway answers to bytes sent by hand."""
    address = urlsplit(world.base_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    lines = [head, f"Host: {address.netloc}", f"Authorization: Bearer {world.tokens[WHO]}"]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
    if then_close:
        writer.close()
        return b""
    async with asyncio.timeout(20):
        answer = await reader.read(65_536)
    writer.close()
    return answer


async def test_a_body_of_600_mb_is_refused_and_a_broken_upload_leaves_nothing(
    world: Any, story: Any, full_stack: Any
) -> None:
    case = story.cases["software"].path
    documents = await world.get(f"{case}/documents/{await first_document(world, case)}", WHO)
    head = (
        f"PUT /v1{case}/documents/{documents['id']}/content HTTP/1.1\r\n"
        f"Content-Type: application/octet-stream\r\nContent-Length: {600 * 1024 * 1024}"
    )
    answer = await raw_answer(world, head, b"x" * 1_000_000, then_close=False)
    assert answer.startswith(b"HTTP/1.1 413"), answer[:200]
    assert b"application/problem+json" in answer
    broken = head.replace(str(600 * 1024 * 1024), "5000000")
    await raw_answer(world, broken, b"x" * 100_000, then_close=True)
    await asyncio.sleep(1)
    kept = list((Path(full_stack["objects_dir"]) / "quarantine").iterdir())
    assert kept == []
    assert await world.get(f"{case}/documents/{documents['id']}", WHO) == documents


async def first_document(world: Any, case: str) -> str:
    """The id of a document of a case."""
    shown = await world.get(case, WHO)
    return str(shown["documents"][0]["id"])
