"""PostgreSQL's own dump and restore programs, told by their environment where to connect."""

import asyncio
from urllib.parse import unquote, urlsplit

from deploy.local.binaries import Missing, postgres_binary
from deploy.local.processes import surroundings


async def run_program(name: str, *arguments: str, admin_url: str, database: str) -> None:
    """Run `pg_dump` or `pg_restore` on a database; raises `Missing` with what it said."""
    running = await asyncio.create_subprocess_exec(
        postgres_binary(name),
        *arguments,
        env=surroundings() | _connection(admin_url, database),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await running.communicate()
    if running.returncode != 0:
        raise Missing(f"{name} of {database} failed: {said.decode(errors='replace').strip()}")


def _connection(admin_url: str, database: str) -> dict[str, str]:
    # Not as arguments: everybody on the machine can read those.
    parts = urlsplit(admin_url)
    return {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": database,
    }
