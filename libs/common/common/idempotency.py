"""Answers kept for idempotent requests, and given again to a request that comes again."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from sqlalchemy import Row, Select, select

from common.errors import KeyReused
from common.request_key import RequestKey
from common.tables import answered_request

Read = Callable[[Select[Any]], Awaitable[Sequence[Row[Any]]]]


class Replay(Exception):
    """The request was answered before; the kept answer is to be sent again."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__("replay")
        self.status = status
        self.headers = headers
        self.body = body


async def replay(key: RequestKey, read: Read) -> NoReturn:
    """Raise `Replay` of a request answered before, `KeyReused` when its body was another."""
    table = answered_request.c
    (row,) = await read(
        select(table.fingerprint, table.status, table.headers, table.body).where(
            table.subject == key.subject,
            table.method == key.method,
            table.path == key.path,
            table.key == key.key,
        )
    )
    if bytes(row.fingerprint) != key.fingerprint:
        raise KeyReused()
    raise Replay(row.status, row.headers, bytes(row.body))
