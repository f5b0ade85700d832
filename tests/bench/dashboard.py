"""The dashboard and the scorecards against the statements that they are made of."""

import time
from collections.abc import Callable
from typing import Any, Final

import asyncpg
import httpx

from common.actor import Actor
from common.clock import LegalClock
from common.context import in_context
from common.sql import compiled
from monitoring.api.dashboards import PANELS
from monitoring.domain.dashboard import Scope, scope_of
from monitoring.terms.reading import dashboard as terms

PERIOD: Final = "2024"


async def one_round(
    client: httpx.AsyncClient,
    connection: asyncpg.Connection,
    *,
    bare: asyncpg.Connection,
    headers: dict[str, str],
    actor: Actor,
) -> dict[str, float]:
    """Seconds of the statements alone, of the dashboard over HTTP, and of its page.

    `connection` is one of the API's own role: the statements run in the same context, with the
    same walls, prepared as the service prepares them. `bare` is a superuser's, past the walls.
    """
    scope = scope_of(PERIOD, today=LegalClock().today(), terms=terms())
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    panels = [(name, *_statement(panel, scope, actor)) for name, panel in PANELS.items()]
    spent: dict[str, float] = {}
    for name, sql, values in panels:
        began = time.perf_counter()
        await connection.fetch(sql, *values)
        spent[name] = time.perf_counter() - began
    told = {"sql": sum(spent.values()), "bare": await _past_the_walls(bare, scope), **spent}
    for name, path in (("json", "programme"), ("page", "programme.html")):
        began = time.perf_counter()
        answer = await client.get(f"/v1/dashboards/{path}?period={PERIOD}", headers=headers)
        told[name] = time.perf_counter() - began
        answer.raise_for_status()
    return told


async def _past_the_walls(bare: asyncpg.Connection, scope: Scope) -> float:
    await bare.execute("SET plan_cache_mode = force_generic_plan")
    statements = [compiled(panel(scope), {})[:2] for panel in PANELS.values()]
    began = time.perf_counter()
    for sql, values in statements:
        await bare.fetch(sql, *values)
    return time.perf_counter() - began


def _statement(
    panel: Callable[[Scope], Any], scope: Scope, actor: Actor
) -> tuple[str, tuple[Any, ...]]:
    sql, arguments, _ = compiled(panel(scope), {})
    wrapped, values = in_context(actor, sql, arguments)
    return wrapped, tuple(values)
