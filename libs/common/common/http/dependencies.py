"""What a route asks for: the actor, a reader, a transaction, the precondition."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Header, Request

from common.actor import ANONYMOUS, Actor
from common.canonical import canonical_bytes
from common.database import Reader, Transaction
from common.errors import HeaderMissing, InvalidContent, Malformed, Unauthenticated
from common.http.runtime import Runtime, runtime_of
from common.http.strict_json import parse_strict
from common.request_key import RequestKey

MAX_KEY_CHARACTERS = 200


async def any_actor(
    request: Request, authorization: Annotated[str | None, Header(include_in_schema=False)] = None
) -> Actor:
    """The caller, or `ANONYMOUS` without a token; a bad token is refused all the same."""
    if authorization is None:
        return ANONYMOUS
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    return await runtime_of(request).verifier.actor(token.strip())


AnyActor = Annotated[Actor, Depends(any_actor)]


async def current_actor(actor: AnyActor) -> Actor:
    """The caller; `Unauthenticated` without a token."""
    if actor is ANONYMOUS:
        raise Unauthenticated()
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]


async def running(request: Request) -> Runtime:
    """The runtime of this process."""
    return runtime_of(request)


Running = Annotated[Runtime, Depends(running)]


async def reader(actor: CurrentActor, runtime: Running) -> Reader:
    """A reader for the caller."""
    return Reader(runtime.database, actor, runtime.clock.now())


async def any_reader(actor: AnyActor, runtime: Running) -> Reader:
    """A reader for the caller, or for nobody in particular without a token."""
    return Reader(runtime.database, actor, runtime.clock.now())


async def public_reader(runtime: Running) -> Reader:
    """A reader of what anybody may see."""
    return Reader(runtime.database, ANONYMOUS, runtime.clock.now())


Reading = Annotated[Reader, Depends(reader)]
AnyReading = Annotated[Reader, Depends(any_reader)]
PublicReading = Annotated[Reader, Depends(public_reader)]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


async def writing(
    request: Request, actor: CurrentActor, runtime: Running, key: IdempotencyKey = None
) -> AsyncIterator[Transaction]:
    """A transaction for the caller, committed before the answer is sent."""
    async with _transaction(request, actor, runtime, key) as tx:
        yield tx


async def creating(
    request: Request, actor: CurrentActor, runtime: Running, key: IdempotencyKey = None
) -> AsyncIterator[Transaction]:
    """A transaction for a request that creates or submits: it needs an Idempotency-Key."""
    if key is None:
        raise HeaderMissing(header="Idempotency-Key")
    async with _transaction(request, actor, runtime, key) as tx:
        yield tx


# The scope matters: the default one ends after the answer has left, and a failed commit would
# have been told to the client as a success.
Writing = Annotated[Transaction, Depends(writing, scope="function")]
Creating = Annotated[Transaction, Depends(creating, scope="function")]


@asynccontextmanager
async def _transaction(
    request: Request, actor: Actor, runtime: Runtime, key: str | None
) -> AsyncIterator[Transaction]:
    request_key = await _request_key(request, actor, key) if key is not None else None
    operation = getattr(request.scope.get("route"), "name", None)
    async with runtime.database.transaction(
        actor, at=runtime.clock.now(), request_key=request_key, operation=operation
    ) as tx:
        yield tx


async def _request_key(request: Request, actor: Actor, key: str) -> RequestKey:
    if not 0 < len(key) <= MAX_KEY_CHARACTERS or not key.isprintable():
        raise InvalidContent()
    body = await request.body()
    return RequestKey(
        subject=actor.subject,
        method=request.method,
        path=request.url.path,
        key=key,
        fingerprint=hashlib.sha256(_canonical(body)).digest(),
    )


def _canonical(body: bytes) -> bytes:
    try:
        return canonical_bytes(parse_strict(body)) if body else b""
    except (Malformed, ValueError):
        return body
