"""Answers kept for idempotent requests, in the transaction of their effect."""

from typing import Any

from sqlalchemy import insert, select

from common.database import Transaction
from common.errors import KeyReused
from common.tables import answered_request


class Replay(Exception):
    """The request was answered before; the kept answer is to be sent again."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__("replay")
        self.status = status
        self.headers = headers
        self.body = body


async def replay_if_answered(tx: Transaction) -> None:
    """Raise `Replay` for a request answered before, `KeyReused` when its body was another."""
    key = tx.request_key
    assert key is not None
    table = answered_request.c
    found = await tx.connection.execute(
        select(table.fingerprint, table.status, table.headers, table.body).where(
            table.subject == key.subject,
            table.method == key.method,
            table.path == key.path,
            table.key == key.key,
        )
    )
    row = found.one_or_none()
    if row is None:
        return
    if bytes(row.fingerprint) != key.fingerprint:
        raise KeyReused()
    raise Replay(row.status, row.headers, bytes(row.body))


async def keep_answer(
    tx: Transaction, *, status: int, headers: dict[str, str], body: bytes
) -> None:
    """Keep the answer of the transaction's request, if it has a key; only 2xx come here."""
    key = tx.request_key
    if key is None:
        return
    values: dict[str, Any] = {
        "subject": key.subject,
        "method": key.method,
        "path": key.path,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "status": status,
        "headers": headers,
        "body": body,
    }
    await tx.connection.execute(insert(answered_request).values(values))
