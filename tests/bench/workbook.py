"""A roster of 5,000 enterprises imported, beside only reading the cells of the same workbook.

Imported is: looked into, read, checked cell by cell, every section made, in a process of its own
and back; reading is the same reader handing out every cell. What is asked about units comes after.
"""

import asyncio
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineWorkbook

from common.workbook.reading import Reading
from common.workbook.spelling import as_filed
from common.workbook.writing import Order, workbook
from intake.domain.roster_tally import tally
from intake.domain.unit_slip import unit_questions
from intake.terms.reading import roster_terms
from intake.workbook.book import BOOK, CLERK, FIELDS

ROOT: Final = Path(__file__).parents[2]
ENTERPRISES: Final = 5_000
ROUNDS: Final = 7
# What the figures have to reach.
IMPORTED_OF_READ: Final = 2.0
STALL_MS: Final = 100.0


def main() -> dict[str, float]:
    """Print the table and return the figures."""
    # A process whose main module is nobody's: what it starts reads no more than a service's does.
    code = "from tests.bench import workbook; workbook.measure()"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(ran.stdout)
    _print(figures)
    return figures


def measure() -> None:
    """Write the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.xlsx"
        file.write_bytes(workbook(_order(), BOOK))
        CLERK.read_here(file)  # the fork server starts once
        times: dict[str, list[float]] = {"read": [], "import": [], "ask": []}
        for _ in range(ROUNDS):
            times["read"].append(_timed(lambda: _cells(file)))
            gc.collect()
            begun = time.perf_counter()
            reading = CLERK.read_here(file)
            times["import"].append(time.perf_counter() - begun)
            times["ask"].append(_timed(partial(_asked, reading)))
            del reading
        figures = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
        figures["ratio"] = statistics.median(
            imported / read for imported, read in zip(times["import"], times["read"], strict=True)
        )
        figures["stall"] = statistics.median(asyncio.run(_stall(file)) for _ in range(5)) * 1000
    print(json.dumps(figures))


def missed(figures: dict[str, float]) -> list[str]:
    """What the figures do not reach."""
    found = []
    if figures["ratio"] > IMPORTED_OF_READ:
        found.append(f"imported in {figures['ratio']:.2f} times the reading")
    if figures["stall"] > STALL_MS:
        found.append(f"the event loop stood still for {figures['stall']:.0f} ms")
    return found


def _cells(file: Path) -> int:
    with CalamineWorkbook.from_path(file) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _asked(reading: Reading) -> int:
    """What is asked about a reading before it is taken in."""
    assert not reading.sheets.faults
    sections, terms = as_filed(reading.sections, {}, FIELDS), roster_terms()
    assert len(sections["roster"]) == ENTERPRISES
    counted = tally(sections["roster"], terms, on=date(2024, 3, 1))
    return len(list(unit_questions(sections, terms, counted)))


async def _stall(file: Path) -> float:
    """The longest that the event loop waits for its turn while a workbook is read."""
    longest, over = 0.0, False

    async def watch() -> None:
        nonlocal longest
        while not over:
            begun = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - begun)

    watching = asyncio.create_task(watch())
    await asyncio.to_thread(_asked, await CLERK.read(file))
    over = True
    await watching
    return longest


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _print(figures: dict[str, float]) -> None:
    print(f"{ENTERPRISES} enterprises, medians of {ROUNDS} rounds")
    print(f"  only reading the cells  {figures['read']:8.1f} ms")
    print(f"  imported                {figures['import']:8.1f} ms")
    print(f"  asked about             {figures['ask']:8.1f} ms")
    print(f"  ratio                   {figures['ratio']:8.2f}     at most {IMPORTED_OF_READ}")
    print(f"  longest stall           {figures['stall']:8.1f} ms  at most {STALL_MS:.0f}")


def _order() -> Order:
    drawn = random.Random(5)
    roster = [_enterprise(number, drawn) for number in range(ENTERPRISES)]
    return Order(
        title="申报表",
        subtitle="bench",
        base_year=2023,
        facts=(),
        sections={"roster": roster},
        at=datetime(2024, 3, 1, tzinfo=UTC),
    )


def _enterprise(number: int, drawn: random.Random) -> dict[str, Any]:
    output = drawn.uniform(200, 60_000)
    return {
        "enterprise_name": f"北京第{number}号应用软件有限公司",
        "uscc": f"91110108MA{number:08d}",
        "industry_code": drawn.choice(["6513", "6520", "3911", "7320"]),
        "in_leading_industry": drawn.random() < 0.8,
        "chain_stage": drawn.choice(["upstream", "midstream", "downstream"]),
        "employees": drawn.randint(5, 900),
        "revenue": f"{output * 1.1:.2f}",
        "total_assets": f"{output * 1.5:.2f}",
        "figures": [
            {
                "year": year,
                "output": f"{output * (0.8 + 0.1 * (year - 2021)):.2f}",
                "rd_expense": f"{output * drawn.uniform(0.03, 0.2):.2f}",
                "valid_invention_patents": drawn.randint(0, 40),
            }
            for year in (2021, 2022, 2023)
        ],
        "uses_platform": True,
        "platform_name": "京工业互联网平台",
        "data_source": "declared",
    }


if __name__ == "__main__":
    main()
