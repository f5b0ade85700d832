"""One PostgreSQL database: transactions that carry the actor's context, and one-statement reads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import asyncpg
from sqlalchemy import Row, Select

from common.actor import Actor
from common.acts import Acts, told
from common.context import in_context, literal, settings_of
from common.errors import RequestInFlight, Unavailable
from common.idempotency import replay
from common.ledger import Ledger
from common.request_key import RequestKey
from common.sql import Connection, Record, compiled, prepare_connection

STATEMENT_TIMEOUT_MS: Final = 15_000
IDLE_IN_TRANSACTION_MS: Final = 10_000
CONNECT_S: Final = 5
WAIT_FOR_POOL_S: Final = 10
CLOSE_S: Final = 2
KEPT_STATEMENTS: Final = 500  # a connection; a service has about two hundred
CLAIM_TAKEN: Final = "JQ409"
ANSWERED: Final = "JQ208"
CONNECTION_LOST: Final = (
    ConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server's last word waits unread on the connection
    asyncpg.PostgresConnectionError,
)


class CommitFailed(RuntimeError):
    """COMMIT was answered with ROLLBACK: an error was swallowed inside the transaction."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction, who acts in it, and the legal instant at which they act.

    In the effect of an event, `cause` is the event and `cause_at` the instant at which it happened.
    """

    connection: Connection
    actor: Actor
    at: datetime
    cause: UUID | None = None
    request_key: RequestKey | None = None
    announced: list[str] = field(default_factory=list)
    cause_at: datetime | None = None
    acts: Acts = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement with named values, read inside the transaction."""
        return (await self.connection.execute(statement, values)).rows


def _nothing() -> None:
    return None


class Database:
    """The pool of one role; `on_announced` runs after a commit that announced events."""

    def __init__(self, url: str, *, name: str, pool_size: int = 10) -> None:
        self.on_announced: Callable[[], None] = _nothing
        self.name = name
        self.size = pool_size
        self._url = url.replace("+asyncpg", "")
        self._pool: asyncpg.Pool | None = None

    async def close(self) -> None:
        """Close the pool."""
        if self._pool is None:
            return
        try:
            await asyncio.wait_for(self._pool.close(), timeout=CLOSE_S)
        except TimeoutError:  # somebody still holds a connection, and the process ends
            self._pool.terminate()
        self._pool = None

    @property
    def in_use(self) -> int:
        """How many connections are handed out."""
        return 0 if self._pool is None else self._pool.get_size() - self._pool.get_idle_size()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection outside any transaction: what each statement does is committed at once."""
        driver = await self._acquire()
        try:
            yield Connection(driver)
        finally:
            await self._release(driver)

    async def _acquire(self) -> Any:
        pool = await self._connected()
        try:
            return await pool.acquire(timeout=None if pool.get_idle_size() else WAIT_FOR_POOL_S)
        except TimeoutError as error:
            raise Unavailable(retry_after_s=1) from error

    async def _release(self, driver: Any) -> None:
        assert self._pool is not None
        await self._pool.release(driver)

    async def _connected(self) -> asyncpg.Pool:
        if self._pool is None:
            self._pool = asyncpg.create_pool(
                self._url,
                min_size=0,
                max_size=self.size,
                timeout=CONNECT_S,
                statement_cache_size=KEPT_STATEMENTS,
                max_inactive_connection_lifetime=0,
                record_class=Record,
                init=prepare_connection,
                reset=_nothing_to_reset,
                server_settings={
                    "application_name": self.name,
                    # Else each run of a statement may plan it anew, for longer than it takes.
                    "plan_cache_mode": "force_generic_plan",
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
                },
            )
            await self._pool
        return self._pool

    @asynccontextmanager
    async def transaction(
        self,
        actor: Actor,
        *,
        at: datetime,
        cause: UUID | None = None,
        cause_at: datetime | None = None,
        request_key: RequestKey | None = None,
        operation: str | None = None,
    ) -> AsyncIterator[Transaction]:
        """Run a transaction as `actor`; commits at the end, rolls back on any exception.

        `request_key` names an idempotent request: `RequestInFlight` while its twin runs,
        `Replay` or `KeyReused` once it was answered.
        Raises `CommitFailed` when PostgreSQL did not commit, `Unavailable` when it cannot be
        reached: then whether a commit under way was done is unknown, and the key tells.
        `operation` names the request in the log.
        """
        with told(operation, actor=actor.subject) as acts:
            async with _available(), self._begun(actor, request_key) as connection:
                tx = Transaction(
                    connection, actor, at, cause, request_key, cause_at=cause_at, acts=acts
                )
                try:
                    yield tx
                    await commit(connection.driver, tx.ledger)
                except BaseException:
                    await asyncio.shield(_roll_back(connection.driver))
                    raise
        if tx.announced:
            self.on_announced()

    @asynccontextmanager
    async def _begun(
        self, actor: Actor, request_key: RequestKey | None
    ) -> AsyncIterator[Connection]:
        # A pooled connection may have died with its server. At BEGIN nothing is done yet, so the
        # next one is tried, until a fresh one tells whether the server is there.
        for _ in range(self.size + 1):
            async with self.connection() as connection:
                try:
                    await _begin(connection.driver, actor, request_key)
                except CONNECTION_LOST:
                    connection.driver.terminate()
                    continue
                except BaseException as error:
                    await asyncio.shield(_roll_back(connection.driver))
                    if request_key is not None and getattr(error, "sqlstate", "") == ANSWERED:
                        await replay(request_key, partial(_read_on, connection.driver, actor))
                    raise
                yield connection
                return
        raise Unavailable(retry_after_s=1)

    async def rows(
        self, actor: Actor, statement: Select[Any], /, **values: Any
    ) -> Sequence[Row[Any]]:
        """Read rows as `actor` in one statement that carries the row-level security context."""
        sql, arguments, _ = compiled(statement, values)
        return await self._read(*in_context(actor, sql, arguments))

    async def plain_rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """Read rows of tables that hold no case, without a context."""
        sql, arguments, _ = compiled(statement, values)
        return await self._read(sql, arguments)

    async def _read(self, sql: str, arguments: Sequence[Any]) -> Sequence[Row[Any]]:
        # Reading again does no harm, so every pooled connection that died with its server is tried.
        async with _available():
            for _ in range(self.size):
                with suppress(*CONNECTION_LOST):
                    return await self._read_once(sql, arguments)
            return await self._read_once(sql, arguments)

    async def _read_once(self, sql: str, arguments: Sequence[Any]) -> Sequence[Row[Any]]:
        driver = await self._acquire()
        try:
            rows: Sequence[Row[Any]] = await driver.fetch(sql, *arguments)
        except CONNECTION_LOST:
            driver.terminate()
            raise
        finally:
            await self._release(driver)
        return rows


async def _read_on(driver: Any, actor: Actor, statement: Select[Any]) -> Sequence[Row[Any]]:
    sql, arguments, _ = compiled(statement, {})
    wrapped, values = in_context(actor, sql, arguments)
    rows: Sequence[Row[Any]] = await driver.fetch(wrapped, *values)
    return rows


async def _nothing_to_reset(_connection: Any) -> None:
    """Every transaction is ended by its own helper, and no setting outlives a transaction."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads as one actor at one legal instant; row-level security decides what is visible."""

    database: Database
    actor: Actor
    at: datetime

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement with named values that the actor may see."""
        return await self.database.rows(self.actor, statement, **values)


# A store reads through either: outside a transaction, or inside one.
Source = Reader | Transaction


@asynccontextmanager
async def _available() -> AsyncIterator[None]:
    """Turn a lost connection into `Unavailable`: the caller tries again, under the same key."""
    try:
        yield
    except CONNECTION_LOST as error:
        raise Unavailable(retry_after_s=1) from error


async def commit(driver: Any, ledger: Ledger) -> None:
    """Write what goes on record, and COMMIT, in one trip.

    COMMIT's tag is looked at: PostgreSQL answers ROLLBACK when an error was swallowed.
    """
    script = "COMMIT"
    if ledger.is_open:
        script = f"SELECT put_on_record({literal(ledger.written())}); COMMIT"
    try:
        tag = await driver.execute(script)
    except asyncpg.InFailedSQLTransactionError as error:
        raise CommitFailed("ROLLBACK") from error
    if tag != "COMMIT":
        raise CommitFailed(tag)


async def _begin(driver: Any, actor: Actor, request_key: RequestKey | None) -> None:
    script = f"BEGIN; SELECT {settings_of(actor)}"
    if request_key is not None:
        # First, so that a duplicate is told at once and never waits for its twin.
        parts = (request_key.method, request_key.path, request_key.key)
        named = ", ".join(literal(part) for part in parts)
        script += f"; SELECT claim_idempotency_key({request_key.lock}, {named})"
    try:
        await driver.execute(script)
    except asyncpg.PostgresError as error:
        if error.sqlstate == CLAIM_TAKEN:
            raise RequestInFlight(retry_after_s=1) from error
        raise


async def _roll_back(driver: Any) -> None:
    try:
        await asyncio.wait_for(driver.execute("ROLLBACK"), timeout=2)
    except Exception:  # a connection in an unknown state never goes back to the pool
        driver.terminate()
