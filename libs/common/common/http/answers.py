"""Answers with their ETag and Location, rendered here so that a kept answer is byte for byte."""

from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from fastapi import Response
from pydantic import BaseModel

from common.database import Transaction
from common.lifecycle import etag_of


def shown(body: BaseModel, *, version: int | None = None) -> Response:
    """A representation, with the ETag of its version."""
    headers = {} if version is None else {"ETag": etag_of(version)}
    return _json(rendered(body), status=200, headers=headers)


async def created(
    tx: Transaction, body: BaseModel, *, location: str, version: int | None = None
) -> Response:
    """201 with the Location of the record, and the (parent's) new ETag; kept for a repeat."""
    headers = {"Location": location}
    if version is not None:
        headers["ETag"] = etag_of(version)
    return await answered(tx, body, status=201, headers=headers)


async def changed(tx: Transaction, body: BaseModel, *, version: int) -> Response:
    """200 after a PUT, with the new ETag."""
    return await answered(tx, body, status=200, headers={"ETag": etag_of(version)})


async def answered(
    tx: Transaction, body: BaseModel, *, status: int, headers: dict[str, str]
) -> Response:
    """An answer of a write, kept in the same transaction when the request has a key."""
    content = rendered(body)
    if tx.request_key is not None:
        tx.ledger.keep_answer(tx.request_key, status=status, headers=headers, body=content)
    return _json(content, status=status, headers=headers)


def rendered(body: BaseModel) -> bytes:
    """The JSON of a model; exact numbers are strings in it already.

    orjson reads a model's fields itself: walking through them first, as `model_dump` does, takes
    longer than all the rest.
    """
    return orjson.dumps(body, default=_plain, option=orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.__dict__
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Set | Mapping):
        return dict(value) if isinstance(value, Mapping) else sorted(value)
    raise TypeError(type(value).__name__)


def _json(content: bytes, *, status: int, headers: dict[str, str]) -> Response:
    return Response(content, status_code=status, media_type="application/json", headers=headers)
