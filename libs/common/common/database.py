"""One PostgreSQL database: transactions that carry the actor's context, and one-statement reads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from common.actor import Actor
from common.acts import Acts, told
from common.errors import RequestInFlight, Unavailable
from common.request_key import RequestKey

STATEMENT_TIMEOUT_MS: Final = 15_000
IDLE_IN_TRANSACTION_MS: Final = 10_000
CLAIM_TAKEN: Final = "JQ409"
CONNECTION_LOST: Final = (
    ConnectionError,
    PoolTimeout,
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

    connection: AsyncConnection
    actor: Actor
    at: datetime
    cause: UUID | None = None
    request_key: RequestKey | None = None
    announced: list[str] = field(default_factory=list)
    cause_at: datetime | None = None
    acts: Acts = field(default_factory=list)

    async def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """The rows of a statement, read inside the transaction."""
        return list((await self.connection.execute(statement)).all())


def _nothing() -> None:
    return None


class Database:
    """The pool of one role; `on_announced` runs after a commit that announced events."""

    def __init__(self, url: str, *, name: str, pool_size: int = 10) -> None:
        self.on_announced: Callable[[], None] = _nothing
        self.name = name
        self._pool_size = pool_size
        # AUTOCOMMIT, because this module itself sends BEGIN and COMMIT: BEGIN together with the
        # row-level security context, in one trip, and COMMIT so that its tag can be looked at.
        self.engine: AsyncEngine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=False,
            hide_parameters=True,  # else an error in the log shows what somebody submitted
            connect_args={
                "timeout": 5,
                "server_settings": {
                    "application_name": name,
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
                },
            },
        )

    async def close(self) -> None:
        """Close the pool."""
        await self.engine.dispose()

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

        `request_key` names an idempotent request: `RequestInFlight` while its twin runs.
        Raises `CommitFailed` when PostgreSQL did not commit, `Unavailable` when it cannot be
        reached: then whether a commit under way was done is unknown, and the key tells.
        `operation` names the request in the log.
        """
        with told(operation, actor=actor.subject) as acts:
            async with _available(), self._begun(actor, request_key) as (connection, driver):
                tx = Transaction(
                    connection, actor, at, cause, request_key, cause_at=cause_at, acts=acts
                )
                try:
                    yield tx
                    await commit(driver)
                except BaseException:
                    await asyncio.shield(_roll_back(connection, driver))
                    raise
        if tx.announced:
            self.on_announced()

    @asynccontextmanager
    async def _begun(
        self, actor: Actor, request_key: RequestKey | None
    ) -> AsyncIterator[tuple[AsyncConnection, Any]]:
        # A pooled connection may have died with its server. At BEGIN nothing is done yet, so the
        # next one is tried, until a fresh one tells whether the server is there.
        for _ in range(self._pool_size + 1):
            async with self.engine.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                try:
                    await _begin(driver, actor, request_key)
                except CONNECTION_LOST:
                    await connection.invalidate()
                    continue
                except BaseException:
                    await asyncio.shield(_roll_back(connection, driver))
                    raise
                yield connection, driver
                return
        raise Unavailable(retry_after_s=1)

    async def rows(self, actor: Actor, statement: Select[Any]) -> Sequence[Row[Any]]:
        """Read rows as `actor` in one statement that carries the row-level security context.

        The context is set in a sub-select that the protected query is joined to laterally; the
        OFFSET and the reference to the context keep the planner from running them the other way
        round. Reordered all the same, it would find no context and return nothing.
        """
        return await self.plain_rows(in_context(actor, statement))

    async def plain_rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """Read rows of tables that hold no case, without a context."""
        async with _available():
            try:
                return await self._read(statement)
            except DBAPIError as error:
                if not _is_lost(error):
                    raise
            # A pooled connection had died with its server; the whole pool is new now.
            return await self._read(statement)

    async def _read(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(statement)).all())


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads as one actor at one legal instant; row-level security decides what is visible."""

    database: Database
    actor: Actor
    at: datetime

    async def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """The rows of a statement that the actor may see."""
        return await self.database.rows(self.actor, statement)


# A store reads through either: outside a transaction, or inside one.
Source = Reader | Transaction


def context_of(actor: Actor) -> dict[str, str]:
    """The settings that the row-level security policies read."""
    return {
        "app.subject": actor.subject,
        "app.roles": ",".join(sorted(actor.roles)),
        "app.district": actor.district or "",
        "app.institution": actor.institution or "",
        "app.scopes": ",".join(sorted(actor.scopes)),
    }


def in_context(actor: Actor, statement: Select[Any]) -> Select[Any]:
    """The statement wrapped so that it runs under the actor's context, for that statement only."""
    settings = [func.set_config(name, value, true()) for name, value in context_of(actor).items()]
    is_set: ColumnElement[str] = settings[0]
    for setting in settings[1:]:
        is_set = is_set.concat(setting)
    context = select(is_set.label("is_set")).offset(0).subquery("context")
    protected = statement.where(context.c.is_set.is_not(None)).offset(0).lateral("protected")
    return select(*protected.c).select_from(context.join(protected, true()))


@asynccontextmanager
async def _available() -> AsyncIterator[None]:
    """Turn a lost connection into `Unavailable`: the caller tries again, under the same key."""
    try:
        yield
    except CONNECTION_LOST as error:
        raise Unavailable(retry_after_s=1) from error
    except DBAPIError as error:
        if _is_lost(error):
            raise Unavailable(retry_after_s=1) from error
        raise


def _is_lost(error: DBAPIError) -> bool:
    cause = getattr(error.orig, "__cause__", None)
    return error.connection_invalidated or isinstance(cause, CONNECTION_LOST)


async def commit(driver: Any) -> None:
    """Send COMMIT and look at its tag: PostgreSQL answers ROLLBACK when an error was swallowed."""
    tag = await driver.execute("COMMIT")
    if tag != "COMMIT":
        raise CommitFailed(tag)


async def _begin(driver: Any, actor: Actor, request_key: RequestKey | None) -> None:
    settings = ", ".join(
        f"set_config({_literal(name)}, {_literal(value)}, true)"
        for name, value in context_of(actor).items()
    )
    script = f"BEGIN; SELECT {settings}"
    if request_key is not None:
        # First, so that a duplicate is told at once and never waits for its twin.
        script += f"; SELECT claim_idempotency_key({request_key.lock})"
    try:
        await driver.execute(script)
    except asyncpg.PostgresError as error:
        if error.sqlstate == CLAIM_TAKEN:
            raise RequestInFlight(retry_after_s=1) from error
        raise


async def _roll_back(connection: AsyncConnection, driver: Any) -> None:
    try:
        await asyncio.wait_for(driver.execute("ROLLBACK"), timeout=2)
    except Exception:  # a connection in an unknown state never goes back to the pool
        await connection.invalidate()


def _literal(value: str) -> str:
    # BEGIN and the context ride in one simple query, which takes no parameters.
    if "\x00" in value:
        raise ValueError("a setting cannot hold a NUL character")
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"


def violated(error: DBAPIError) -> str | None:
    """The name of the constraint that an integrity error names, if any."""
    cause = getattr(error.orig, "__cause__", None)
    return getattr(cause, "constraint_name", None)
