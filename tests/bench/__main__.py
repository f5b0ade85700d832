"""`python -m tests.bench`: every figure as a ratio to a floor of the same run; see rows.toml."""

import argparse
import asyncio
import sys
from collections.abc import Callable

import asyncpg

from common.database import Database
from common.observability import configure_logging
from tests.bench import (
    dashboard,
    messaging,
    oracle,
    over_http,
    register,
    reports,
    upload,
    verdicts,
    workbook,
)
from tests.bench.figures import ROUNDS, Figures, told
from tests.bench.place import missing, standing
from tests.bench.sheets_stand import Stand, standing_sheets


def main() -> int:
    """Measure what is asked for, print it, and fail when a goal is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parts: dict[str, Callable[[], list[str]]] = {
        "bones": bones,
        "verdicts": lambda: verdicts.missed(verdicts.main()),
        "oracle": judged,
        "workbook": lambda: workbook.missed(workbook.main()),
        "upload": upload.main,
        "register": register.main,
        "reports": reports.main,
        "dashboard": dashboard.main,
    }
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(parts)}; all when none is named")
    asked = parser.parse_args().parts or list(parts)
    if lacking := missing():
        sys.exit(f"make bench needs {' and '.join(lacking)} (packages of Debian)")
    short = [line for name in asked for line in parts[name]()]
    for line in short:
        print(f"not reached: {line}")
    return bool(short)


def bones() -> list[str]:
    """The mechanism's rows: HTTP against a whole stack, then relay, consumer and latency."""
    figures: Figures = {}
    with (
        standing() as place,
        messaging.broker(place.folder / "broker") as url,
        standing_sheets(place, url) as stand,
    ):
        model = over_http.prepared(place)
        for number in range(ROUNDS + 1):  # the first warms up
            over_http.one_round(place, stand, model["id"], figures if number else {})
        asyncio.run(_messaging(stand, url, figures))
    beside = ("five trips per s", "list floor per s", "publish_async per s", "commit ms")
    return told("bones", figures, beside=beside)


async def _messaging(stand: Stand, url: str, figures: Figures) -> None:
    configure_logging(service="bench", process="worker", level="WARNING")
    admin = await asyncpg.connect(stand.admin)
    database = Database(stand.made.url("worker"), name="bench-worker")
    for _ in range(ROUNDS):
        await messaging.one_round(admin, database, url, figures)
    await database.close()
    await admin.close()


def judged() -> list[str]:
    """The oracle over a million cells."""
    figures = oracle.main()
    wrong = figures["wrong_in_fractions"] + figures["wrong_in_integers"]
    return [f"{wrong} cells decided otherwise than by the oracle"] if wrong else []


if __name__ == "__main__":
    sys.exit(main())
