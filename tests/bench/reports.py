"""What a million clusters owe, and the import of a roster of 1.5 million rows."""

import asyncio
from typing import Final

import asyncpg

from tests.bench import obligations, rosters
from tests.bench.figures import Figures, told
from tests.bench.place import Place, standing

CLUSTERS: Final = 1_000_000


def main() -> list[str]:
    """Measure on a stack of its own and print; returns what is not reached."""
    figures: Figures = {}
    with standing() as place:
        asyncio.run(_owed(place, figures))
        rosters.measure(place, figures)
    beside = ("owed_rows", "owed_s", "bare_s", "copy_s", "import_s")
    return told("reports", figures, beside=beside)


async def _owed(place: Place, figures: Figures) -> None:
    admin = await asyncpg.connect(place.database("monitoring"))
    await obligations.measure(admin, CLUSTERS, figures)
    await admin.close()
