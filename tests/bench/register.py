"""The public register at a million clusters: look-ups, lists, search, pages, the whole of it."""

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import asyncpg
import httpx

from common.http.pagination import encoded
from deploy.local.legal_clock import move
from programme.jurisdictions import jurisdictions
from tests.bench import register_rows
from tests.bench.cases import paths_file
from tests.bench.figures import ROUNDS, Figures, note, told
from tests.bench.load import Rate, load
from tests.bench.place import Place, standing
from tests.bench.upload import clear_peak, resident_kb

SMALL, LARGE = 1_000, 1_000_000
SECONDS: Final = 2
DRAWN: Final = 500
LEGAL_NOW: Final = datetime.fromisoformat("2025-06-02T09:00:00+08:00")
LISTS: Final = ("list", "filtered")
Paths = dict[str, list[str]]


def main() -> list[str]:
    """Measure on a stack of its own and print; returns what is not reached."""
    small: Figures = {}
    large: Figures = {}
    with standing() as place:
        move(Path(place.run["legal_clock_file"]), to=LEGAL_NOW)
        for count, figures in ((SMALL, small), (LARGE, large)):
            began = time.perf_counter()
            asyncio.run(_filled(place, count))
            print(f"{count:,} clusters written in {time.perf_counter() - began:.0f} s")
            paths = drawn(count)
            if count == SMALL:  # only what is held against the large one
                paths = {name: paths[name] for name in LISTS}
            for number in range(ROUNDS + 1):  # the first warms up
                one_round(place, paths, figures if number else {})
        asyncio.run(_downloaded(place, large))
    for name in LISTS:
        large[name] = [there / here for there, here in zip(large[name], small[name], strict=True)]
    return told("register", large, beside=("noop per s", "download s", "download MB"))


def one_round(place: Place, paths: Paths, figures: Figures) -> None:
    """Measure every row once, beside the no-op."""
    noop = load(place.noop_url, pid=place.noop_pid, seconds=SECONDS)
    rates = {name: _got(place, name, some) for name, some in paths.items()}
    note(figures, **{"noop per s": noop.per_s})
    for name, rate in rates.items():
        note(figures, **{f"{name} per s": rate.per_s, f"{name} cpu us": rate.cpu_us})
    for name in LISTS:
        note(figures, **{name: noop.per_s / rates[name].per_s})
    if "lookup" in rates:
        for name in ("cached", "lookup"):
            note(figures, **{name: rates[name].per_s / noop.per_s})
        note(figures, search=rates["search"].p95_ms / rates["lookup"].p95_ms)


def drawn(count: int) -> Paths:
    """The paths that are asked for, of a register of so many clusters."""
    draw = random.Random(count)
    numbers = [_number(draw.randrange(count)) for _ in range(DRAWN)]
    cursors = [f"/v1/clusters?cursor={encoded([number])}" for number in numbers]
    return {
        "cached": ["/register"],
        "lookup": [f"/v1/clusters/{number}" for number in numbers],
        "list": ["/v1/clusters", *cursors],
        "filtered": list(_filters(draw)),
        "search": [f"/v1/clusters?limit=20&q={quote(words)}" for words in _words(draw, numbers)],
    }


def _number(place: int) -> str:
    return f"BJ-{2000 + place // 10_000}-{place % 10_000:04}"


def _filters(draw: random.Random) -> Iterator[str]:
    places = [
        each.code for each in jurisdictions() if each.kind == "district" and each.valid_to is None
    ]
    fields, kinds = register_rows.FIELDS.split(), register_rows.KINDS.split()
    for _ in range(DRAWN // 3):
        yield f"/v1/clusters?district={draw.choice(places)}"
        yield f"/v1/clusters?industry={quote(draw.choice(fields) + draw.choice(kinds))}"
        yield f"/v1/clusters?standing={draw.choice(('valid', 'expired', 'revoked'))}"


def _words(draw: random.Random, numbers: list[str]) -> Iterator[str]:
    """What people type: a word that many names have, one of few, two together, a number."""
    fields, kinds = register_rows.FIELDS.split(), register_rows.KINDS.split()
    places = [
        each.name_zh
        for each in jurisdictions()
        if each.kind == "district" and each.valid_to is None
    ]
    for number in numbers[: DRAWN // 5]:
        field, kind, place = draw.choice(fields), draw.choice(kinds), draw.choice(places)
        yield from (field, f"{place}{field}", f"{field} {kind}", place, number[:-2])


def _got(place: Place, name: str, paths: list[str]) -> Rate:
    return load(
        place.run["apis"]["registry"],
        pid=place.pid("registry-api"),
        seconds=SECONDS,
        paths=paths_file(place, name, paths),
        method="GET",
    )


async def _filled(place: Place, count: int) -> None:
    admin = await asyncpg.connect(place.database("registry"))
    await admin.execute("TRUNCATE clusters CASCADE")
    await register_rows.fill(admin, count)
    await admin.close()


async def _downloaded(place: Place, figures: Figures) -> None:
    """How far the process grows while the whole register goes out, and how long that takes."""
    pid, url = place.pid("registry-api"), place.url("registry", "/register.json")
    before, began, size = resident_kb(pid), time.perf_counter(), 0
    clear_peak(pid)
    async with httpx.AsyncClient(timeout=300) as client, client.stream("GET", url) as answer:
        answer.raise_for_status()
        assert answer.headers["Register-Count"] == str(LARGE)
        async for piece in answer.aiter_raw():
            size += len(piece)
    note(figures, **{"download s": time.perf_counter() - began, "download MB": size / 1e6})
    note(figures, download=resident_kb(pid, peak=True) - before)
