"""Filing without a token: nobody is named, and the secret stands in no kept answer."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

import orjson
from fastapi import Depends, Request, Response

from common.actor import Actor
from common.database import Transaction
from common.errors import HeaderMissing
from common.http.answers import rendered
from common.http.dependencies import IdempotencyKey, Running, any_actor, transaction_for
from common.idempotency import Replay
from registry.api.objection_models import receipt_of
from registry.domain.objection import ANYBODY
from registry.domain.objection_refusals import SealingNotSetUp
from registry.domain.proposal import BUREAU
from registry.store.sealing import Sealer
from registry.usecases.file_objection import Receipt

# In the kept answer alone: the key from which the secret is made again for the same request.
_KEY: Final = "Sealing-Key"


async def sealer_of(runtime: Running) -> Sealer:
    """Who seals here; raises `SealingNotSetUp`."""
    found = runtime.parts.get("sealer")
    if found is None:
        raise SealingNotSetUp(retry_after_s=3600)
    assert isinstance(found, Sealer)
    return found


Seals = Annotated[Sealer, Depends(sealer_of)]


async def filing(
    request: Request,
    actor: Annotated[Actor, Depends(any_actor)],
    sealer: Seals,
    key: IdempotencyKey = None,
) -> AsyncIterator[Transaction]:
    """A transaction in the name of nobody in particular, unless the bureau enters a paper.

    A token of anybody else would stand in audit rows and tell who objected.
    """
    if key is None:
        raise HeaderMissing(header="Idempotency-Key")
    acting = actor if actor.has(*BUREAU) else ANYBODY
    try:
        async with transaction_for(request, acting, key) as tx:
            yield tx
    except Replay as kept:
        raise _with_secret(kept, sealer) from None


Filing = Annotated[Transaction, Depends(filing, scope="function")]


def receipted(tx: Transaction, given: Receipt, sealer: Sealer) -> Response:
    """201 with the receipt and its secret; what is kept for a repeat has no secret in it."""
    headers = {"Location": f"/v1/objections/{given.objection.receipt}"}
    assert tx.request_key is not None
    tx.ledger.keep_answer(
        tx.request_key,
        status=201,
        headers=headers | {_KEY: sealer.newest},
        body=rendered(receipt_of(given, secret="")),
    )
    content = rendered(receipt_of(given, secret=given.secret))
    return Response(content, status_code=201, media_type="application/json", headers=headers)


def _with_secret(kept: Replay, sealer: Sealer) -> Replay:
    body = orjson.loads(kept.body)
    body["secret"] = sealer.secret(body["receipt"], kid=kept.headers[_KEY])
    headers = {name: value for name, value in kept.headers.items() if name != _KEY}
    return Replay(kept.status, headers, orjson.dumps(body))
