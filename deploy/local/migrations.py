"""Migrations of all four services: for the stack in one process, and compared for `make check`.

`python -m deploy.local.migrations` reads each service's <SERVICE>_DATABASE_URL.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from common import migrations
from deploy.local.databases import SERVICES, provide
from deploy.local.nats import USERS, Broker
from deploy.local.ports import free_port
from deploy.local.postgres import THROW_AWAY, PostgresServer
from deploy.local.processes import surroundings
from deploy.local.supervisor import NotStarted, Supervisor
from deploy.local.wiring import Wiring, command, database_urls


async def migrate(wiring: Wiring) -> None:
    """Bring every database to its newest revision; raises `NotStarted` with what went wrong."""
    # One process for all: four would each spend a second on loading what a migration does not use.
    settings = [wiring.environment(service, "migrate") for service in SERVICES]
    await _finished(
        [sys.executable, "-m", "deploy.local.migrations"],
        {name: value for each in settings for name, value in each.items()},
    )


async def check_migrations() -> None:
    """Migrate all four services from nothing and compare; raises `NotStarted` with what differs."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        server = PostgresServer(directory / "postgres", free_port())
        server.initialise()
        supervisor = Supervisor(directory / "logs", echo=False)
        try:
            await supervisor.start(server.program(THROW_AWAY))
            await _migrate_and_compare(server.admin_url(), directory)
        finally:
            await supervisor.stop()


async def _migrate_and_compare(admin_url: str, directory: Path) -> None:
    databases = await provide(admin_url)
    urls = {service: database_urls(service, made) for service, made in databases.items()}
    nobody = Broker("", {user: {"user": "", "password": ""} for user in USERS})
    wiring = Wiring(urls, nobody, "", directory / "clock", directory)

    async def one(service: str) -> None:
        # As each service's own deployment does it.
        settings = wiring.environment(service, "migrate")
        await _finished(command(service, "migrate"), settings)
        await _finished(command(service, "migrate", "--check"), settings)

    await asyncio.gather(*map(one, databases))


async def _finished(arguments: list[str], settings: dict[str, str]) -> None:
    running = await asyncio.create_subprocess_exec(
        *arguments,
        env=surroundings() | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await running.communicate()
    if running.returncode != 0:
        said = output.decode(errors="replace")
        raise NotStarted(f"{' '.join(arguments[1:])} failed:\n{said}")


def main() -> None:
    """Migrate every service's database in turn."""
    for service in SERVICES:
        migrations.migrate(service, os.environ[f"{service.upper()}_DATABASE_URL"])


if __name__ == "__main__":
    main()
