"""The sheets' API on a database of its own beside the stack's, with its broker and its issuer."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from common import migrations
from common.provisioning import ServiceDatabase, provision
from deploy.local.binaries import ROOT
from deploy.local.ports import free_port
from tests.bench.place import Place, until_answered

HERE: Final = Path(__file__).parent
DISTRICT: Final = "110108"
_NEW: Final = """
INSERT INTO sheets SELECT uuidv7(), 'open', 1, $1, NULL FROM generate_series(1, $2) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """The running API, its database and its process."""

    url: str
    pid: int
    made: ServiceDatabase
    admin: str

    def open_sheets(self, count: int) -> Sequence[str]:
        """The paths of as many new sheets' submissions."""
        return asyncio.run(self._open_sheets(count))

    async def _open_sheets(self, count: int) -> Sequence[str]:
        connection = await asyncpg.connect(self.admin)
        rows = await connection.fetch(_NEW, DISTRICT, count)
        await connection.close()
        return [f"/v1/sheets/{row['id']}/submission" for row in rows]


@contextmanager
def standing_sheets(place: Place, broker_url: str) -> Iterator[Stand]:
    """The API, until the context ends."""
    admin = place.run["postgres"]["admin"]
    made = asyncio.run(provision(admin, "sheets"))
    sys.path.insert(0, str(HERE))  # where Alembic finds the service by its name
    migrations.migrate("sheets", made.url("owner"))
    port = free_port()
    settings = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": made.url("api"),
        "NATS_URL": broker_url,
        "PORT": str(port),
        "ISSUER": place.run["issuer_url"],
        "JWKS_URL": f"{place.run['issuer_url']}/jwks.json",
    }
    environment = os.environ | {f"SHEETS_{name}": value for name, value in settings.items()}
    environment["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    log = (place.folder / "sheets.log").open("wb")
    command = [sys.executable, "-m", "sheets", "api"]
    with log, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as process:
        url = f"http://127.0.0.1:{port}"
        until_answered(f"{url}/livez")
        try:
            yield Stand(url, process.pid, made, f"{admin.rpartition('/')[0]}/sheets")
        finally:
            process.terminate()
