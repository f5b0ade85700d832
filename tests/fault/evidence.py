"""What the databases say was done: each act once, each event's effect once and in order."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import asyncpg

from deploy.local.binaries import ROOT
from deploy.local.databases import SERVICES
from tests.fault.traces import EFFECTS

# What is not written by the clients: the operators' and the machines' own ways, what only asks,
# and a standard, which two persons publish once.
NOT_WRITTEN = re.compile(r".* operations|prechecks|standards|register")

AUDITED = """
    SELECT kind || '/' || act AS what, content::json ->> 'actor' AS actor FROM audit
    """
SENT = """
    SELECT type, coalesce(
      data::json ->> 'outcome', data::json ->> 'finding', data::json ->> 'kind') AS outcome
    FROM outbox
    """
# Where one worker reads, `applied_at` follows the order of the effects.
OUT_OF_LINE = """
    SELECT type, sequence, turn FROM (
      SELECT type, sequence, row_number() OVER (
        PARTITION BY stream, kind, aggregate_id ORDER BY {order}) AS turn FROM inbox) AS taken
    WHERE sequence <> turn
    """
TAKEN = "SELECT DISTINCT type FROM inbox WHERE state = 'applied'"


@cache
def operations() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and name of every write that persons do, from the published document."""
    return [
        (method.upper(), _pattern(path), operation["operationId"])
        for path, methods in _paths().items()
        for method, operation in methods.items()
        if method != "get" and not NOT_WRITTEN.fullmatch(operation["tags"][0])
    ]


def readable(path: str) -> bool:
    """Whether there is something to be read at a path."""
    return any(pattern.fullmatch(f"/v1{path.partition('?')[0]}") for pattern in _to_read())


@cache
def _to_read() -> list[re.Pattern[str]]:
    return [_pattern(path) for path, methods in _paths().items() if "get" in methods]


@cache
def _paths() -> dict[str, Any]:
    document = json.loads((ROOT / "docs" / "api" / "openapi.json").read_text())
    paths: dict[str, Any] = document["paths"]
    return paths


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("/[^/]+".join(map(re.escape, re.split(r"/\{[^}]+\}", path))))


def counted(requests: Iterable[tuple[str, str]]) -> Counter[str]:
    """How often each operation was asked for."""
    return Counter(_operation(method, path) for method, path in requests)


def _operation(asked_by: str, path: str) -> str:
    return next(
        name
        for method, pattern, name in operations()
        if method == asked_by and pattern.fullmatch(f"/v1{path}")
    )


async def audited(admin_url: str) -> tuple[Counter[str], Counter[str]]:
    """How often each act was recorded: by persons, and by the services themselves."""
    persons: Counter[str] = Counter()
    services: Counter[str] = Counter()
    for service in SERVICES:
        for row in await _asked(admin_url, service, AUDITED):
            by = services if row["actor"].startswith("service:") else persons
            by[f"{service}: {row['what']}"] += 1
    return persons, services


async def without_one_effect(admin_url: str, services: Counter[str]) -> list[str]:
    """The events whose effects elsewhere are not as many as they were announced."""
    sent: Counter[tuple[str, str, str | None]] = Counter()
    for service in SERVICES:
        for row in await _asked(admin_url, service, SENT):
            sent[service, row["type"], row["outcome"]] += 1
    wrong = []
    for effect, causes in EFFECTS.items():
        announced = sum(
            times
            for (by, what, how), times in sent.items()
            for service, event, outcome in causes
            if (by, what) == (service, event) and outcome in {None, how}
        )
        if announced != services[effect] or not announced:
            events = " or ".join(f"{event} {outcome or ''}" for _, event, outcome in causes)
            wrong.append(f"{events}: {announced}, but {effect}: {services[effect]}")
    return wrong


async def out_of_line(admin_url: str, *, two_workers: str) -> list[str]:
    """The events that were not taken as 1, 2, 3 … of their aggregate, once each and in order."""
    wrong = []
    for service in SERVICES:
        # Of two workers one may begin first and wait: there only gaps and doubles are seen.
        order = "sequence" if service == two_workers else "applied_at, sequence"
        for row in await _asked(admin_url, service, OUT_OF_LINE.format(order=order)):
            wrong.append(f"{service}: {row['type']} no. {row['sequence']} as no. {row['turn']}")
    return wrong


async def heard(admin_url: str) -> set[str]:
    """The types of the events that were applied somewhere."""
    rows = [row for service in SERVICES for row in await _asked(admin_url, service, TAKEN)]
    return {row["type"] for row in rows}


async def _asked(admin_url: str, database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(admin_url, database=database)
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()
