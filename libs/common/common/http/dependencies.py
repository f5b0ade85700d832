"""What a route asks for: the actor, a reader, a transaction, the precondition."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request

from common.actor import ANONYMOUS, Actor
from common.canonical import canonical_bytes
from common.database import Reader, Transaction
from common.errors import HeaderMissing, InvalidContent, Malformed, Unauthenticated
from common.http.runtime import Runtime, runtime_of
from common.request_key import RequestKey

MAX_KEY_CHARACTERS = 200


# A dependency of a dependency costs as much as a small query, so what all routes ask for is a plain
# function of the request.
async def any_actor(request: Request) -> Actor:
    """The caller, or `ANONYMOUS` without a token; a bad token is refused all the same."""
    authorization = request.headers.get("authorization")
    if authorization is None:
        return ANONYMOUS
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    return await runtime_of(request).verifier.actor(token.strip())


async def current_actor(request: Request) -> Actor:
    """The caller; `Unauthenticated` without a token."""
    actor = await any_actor(request)
    if actor is ANONYMOUS:
        raise Unauthenticated()
    return actor


async def running(request: Request) -> Runtime:
    """The runtime of this process."""
    return runtime_of(request)


async def reader(request: Request) -> Reader:
    """A reader for the caller."""
    return _reader(request, await current_actor(request))


async def any_reader(request: Request) -> Reader:
    """A reader for the caller, or for nobody in particular without a token."""
    return _reader(request, await any_actor(request))


async def public_reader(request: Request) -> Reader:
    """A reader of what anybody may see."""
    return _reader(request, ANONYMOUS)


def _reader(request: Request, actor: Actor) -> Reader:
    runtime = runtime_of(request)
    return Reader(runtime.database, actor, runtime.clock.now())


CurrentActor = Annotated[Actor, Depends(current_actor)]
Running = Annotated[Runtime, Depends(running)]
Reading = Annotated[Reader, Depends(reader)]
AnyReading = Annotated[Reader, Depends(any_reader)]
PublicReading = Annotated[Reader, Depends(public_reader)]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=200)]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


async def writing(request: Request, key: IdempotencyKey = None) -> AsyncIterator[Transaction]:
    """A transaction for the caller, committed before the answer is sent."""
    async with transaction_for(request, await current_actor(request), key) as tx:
        yield tx


async def creating(request: Request, key: IdempotencyKey = None) -> AsyncIterator[Transaction]:
    """A transaction for a request that creates or submits: it needs an Idempotency-Key."""
    actor = await current_actor(request)
    if key is None:
        raise HeaderMissing(header="Idempotency-Key")
    async with transaction_for(request, actor, key) as tx:
        yield tx


# The scope matters: the default one ends after the answer has left, and a failed commit would
# have been told to the client as a success.
Writing = Annotated[Transaction, Depends(writing, scope="function")]
Creating = Annotated[Transaction, Depends(creating, scope="function")]


@asynccontextmanager
async def transaction_for(
    request: Request, actor: Actor, key: str | None
) -> AsyncIterator[Transaction]:
    """A transaction for a request, in the name of an actor who need not be the caller."""
    runtime = runtime_of(request)
    request_key = await _request_key(request, actor, key) if key is not None else None
    operation = getattr(request.scope.get("route"), "name", None)
    async with runtime.database.transaction(
        actor, at=runtime.clock.now(), request_key=request_key, operation=operation
    ) as tx:
        yield tx


# For the API's documents: what cannot be called without a token, and what can be called with one.
NEED_A_TOKEN: Final[frozenset[Any]] = frozenset({current_actor, reader, writing, creating})
TAKE_A_TOKEN: Final[frozenset[Any]] = frozenset({any_actor, any_reader})


async def _request_key(request: Request, actor: Actor, key: str) -> RequestKey:
    if not 0 < len(key) <= MAX_KEY_CHARACTERS or not key.isprintable():
        raise InvalidContent()
    body = await request.body()
    return RequestKey(
        subject=actor.subject,
        method=request.method,
        path=request.url.path,
        key=key,
        fingerprint=hashlib.sha256(await _canonical(request, body)).digest(),
    )


async def _canonical(request: Request, body: bytes) -> bytes:
    try:  # parsed once a request: see `StrictRequest`
        return canonical_bytes(await request.json()) if body else b""
    except (Malformed, ValueError):
        return body
