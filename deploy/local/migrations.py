"""Checks on a throw-away server that the migrations make the tables that the code declares."""

import asyncio
import tempfile
from pathlib import Path

from deploy.local.databases import provide
from deploy.local.nats import USERS, Broker
from deploy.local.ports import free_port
from deploy.local.postgres import THROW_AWAY, PostgresServer
from deploy.local.services import migrate
from deploy.local.supervisor import Supervisor
from deploy.local.wiring import Wiring, database_urls


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
        await migrate(service, wiring)
        await migrate(service, wiring, "--check")

    await asyncio.gather(*map(one, databases))
