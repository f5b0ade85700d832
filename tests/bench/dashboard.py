"""The dashboard and the scorecards against the statements that they are made of."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx

from common.actor import Actor
from common.clock import legal_day
from common.context import in_context
from common.sql import compiled
from deploy.local.legal_clock import move
from monitoring.api.dashboards import PANELS
from monitoring.domain.dashboard import Scope, scope_of
from monitoring.terms.reading import dashboard as terms
from tests.bench import dashboard_rows
from tests.bench.figures import Figures, note, told
from tests.bench.place import Place, standing

PERIOD: Final = "2024"
CLUSTERS: Final = 100_000
ROUNDS: Final = 3
LEGAL_NOW: Final = datetime.fromisoformat("2025-09-01T09:00:00+08:00")
BUREAU: Final = Actor(subject="bench", roles=frozenset({"municipal_bureau"}))


def main() -> list[str]:
    """Measure on a stack of its own and print; returns what is not reached."""
    figures: Figures = {}
    with standing() as place:
        asyncio.run(_measured(place, figures))
    return told("dashboard", figures, beside=("sql", "bare", "json", "page"))


async def _measured(place: Place, figures: Figures) -> None:
    admin = await asyncpg.connect(place.database("monitoring"))
    began = time.perf_counter()
    await dashboard_rows.fill(admin, CLUSTERS)
    print(f"{CLUSTERS:,} clusters written in {time.perf_counter() - began:.0f} s")
    move(Path(place.run["legal_clock_file"]), to=LEGAL_NOW)
    connection = await asyncpg.connect(place.role("monitoring", "api"))
    headers = {"Authorization": place.bearer("bureau")}
    url = place.run["apis"]["monitoring"]
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        for number in range(ROUNDS + 1):  # the first warms up
            seconds = await one_round(client, connection, bare=admin, headers=headers, actor=BUREAU)
            if number:
                answered, page = (seconds[name] / seconds["sql"] for name in ("json", "page"))
                note(figures, **seconds | {"answer": answered, "page_answer": page})
    await connection.close()
    await admin.close()


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
    scope = scope_of(PERIOD, today=legal_day(LEGAL_NOW), terms=terms())
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
