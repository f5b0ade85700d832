"""Verdicts a second: ours beside plain integer code, zen-engine and CEL, in one run.

Every engine gets the same mapping of names to filed integers and answers the same sixteen numeric
criteria. `python -m tests.bench.verdicts` makes an environment for the peers and runs there.
"""

import gc
import json
import os
import random
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from programme.kernel.check import check
from programme.kernel.compiled import Compiled
from programme.kernel.facts import Facts, Ref, parse_facts
from programme.kernel.render import as_json
from programme.standards import registry
from tests.bench import plain
from tests.bench.clusters import cluster

ROOT: Final = Path(__file__).parents[2]
PLACE: Final = ROOT / "build/bench-peers"
REQUIREMENTS: Final = ROOT / "requirements/bench.txt"
# What the figures have to reach, as ratios measured in the same run.
DECIDE_OF_PLAIN: Final = 0.14
TRACE_OF_PLAIN: Final = 0.007
DECIDE_OF_ZEN: Final = 25
CLUSTERS: Final = 2_000
ROUNDS: Final = 7
Named = dict[str, Any]


def main() -> dict[str, float]:
    """Print the table and return the figures; runs itself among the peers first."""
    python = _peers_python()
    path = os.pathsep.join([str(ROOT / "libs/programme"), str(ROOT)])
    ran = subprocess.run(
        [python, "-m", "tests.bench.verdicts", "--measure"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(ran.stdout)
    _print(figures)
    return figures


def missed(figures: dict[str, float]) -> list[str]:
    """What the figures do not reach."""
    floor, ours = figures["plain_int"], figures["decide"]
    held = {
        f"decide ≥ {DECIDE_OF_PLAIN} of plain int": ours / floor >= DECIDE_OF_PLAIN,
        f"trace ≥ {TRACE_OF_PLAIN} of plain int": figures["trace"] / floor >= TRACE_OF_PLAIN,
        f"decide ≥ {DECIDE_OF_ZEN} × zen-engine": ours / figures["zen_engine"] >= DECIDE_OF_ZEN,
        "no peer decides otherwise than plain int": not figures["differences"],
    }
    return [name for name, is_held in held.items() if not is_held]


def measure() -> dict[str, float]:
    """Verdicts a second of each engine, the best of some rounds; all decide the same."""
    from tests.bench import peers

    named, facts = _population()
    compiled = Compiled(registry.load("beijing-2023"))
    row_of = itemgetter(*map(name_of, compiled.columns))
    engines: dict[str, Callable[[Any], Any]] = {
        "plain_int": plain.decide,
        "decide": lambda each: compiled.decide(row_of(each)),
        "zen_engine": peers.zen(),
        "zen_expressions": peers.zen_expressions(),
        "cel": peers.cel(),
    }
    differences = sum(
        tuple(decide(each)) != plain.decide(each)
        for decide in engines.values()
        for each in named[:200]
    )
    figures = _rates({name: (decide, named) for name, decide in engines.items()})
    trace = {"trace": (_traced, facts), "trace_and_changes": (_traced_with_changes, facts)}
    return figures | _rates(trace) | {"differences": differences}


def name_of(column: Ref | str) -> str:
    """A figure as the peers name it: `total_output_3` is that of T-3, `_now` the current year."""
    if isinstance(column, str) or column.offset is None:
        return column if isinstance(column, str) else column.name
    return f"{column.name}_{'now' if column.offset > 0 else -column.offset}"


def _population() -> tuple[list[Named], list[Facts]]:
    standard, rng = registry.load("beijing-2023"), random.Random(7)
    compiled = Compiled(standard)
    names = [name_of(column) for column in compiled.columns]
    facts = [parse_facts(cluster(rng), standard, 2026) for _ in range(CLUSTERS)]
    rows = [compiled.row_of(each) for each in facts]
    return [dict(zip(names, row, strict=True)) for row in rows], facts


def _traced(facts: Facts) -> Named:
    return as_json(check(registry.load("beijing-2023"), facts, changes=False))


def _traced_with_changes(facts: Facts) -> Named:
    return as_json(check(registry.load("beijing-2023"), facts))


def _rates(engines: Mapping[str, tuple[Callable[[Any], Any], Sequence[Any]]]) -> dict[str, float]:
    """In turns, so that a slow moment hits all; without the collector, as `timeit` does it."""
    best = dict.fromkeys(engines, 0.0)
    gc.disable()
    for _ in range(ROUNDS):
        for name, (decide, population) in engines.items():
            some = population if name in {"plain_int", "decide"} else population[:150]
            started = time.perf_counter()
            for each in some:
                decide(each)
            best[name] = max(best[name], len(some) / (time.perf_counter() - started))
        gc.collect()
    gc.enable()
    return best


def _peers_python() -> str:
    """The interpreter of an environment of their own, made once."""
    python, stamp = PLACE / "bin/python", PLACE / "installed"
    if not stamp.exists() or stamp.stat().st_mtime < REQUIREMENTS.stat().st_mtime:
        venv.create(PLACE, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
        stamp.touch()
    return str(python)


def _print(figures: dict[str, float]) -> None:
    floor = figures["plain_int"]
    print(f"{'verdicts':<20}{'per second':>12}{'µs':>10}{'of plain int':>14}")
    for name, rate in figures.items():
        if name != "differences":
            print(f"{name:<20}{rate:>12,.0f}{1e6 / rate:>10.1f}{rate / floor:>14.4f}")
    print(f"decide is {figures['decide'] / figures['zen_engine']:.1f} × zen-engine")
    for name in missed(figures):
        print(f"missed: {name}")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure()))
    else:
        sys.exit(bool(missed(main())))
