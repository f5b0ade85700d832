"""Twenty power cuts under the database lose nothing that was committed (and its bite does)."""

import asyncio
import subprocess
import time

import asyncpg
import pytest

from deploy.local.ports import free_port
from deploy.local.postgres import PostgresServer

CUTS = 20
LOAD_S = 1.0
WRITERS = 4
DURABLE = {"synchronous_commit": "on"}
HASTY = {"synchronous_commit": "off", "wal_writer_delay": "10s"}


def spawn(server, settings):
    """The server as a process group of its own."""
    return subprocess.Popen(
        server.program(settings).command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


async def start(server, settings):
    """Start the server; returns its process when it takes connections."""
    process = spawn(server, settings)
    for _ in range(300):
        try:
            await (await asyncpg.connect(server.admin_url(), timeout=2)).close()
            return process
        except (OSError, TimeoutError, asyncpg.PostgresError):
            await asyncio.sleep(0.1)
    raise TimeoutError("the database did not start")


async def write(server, writer, start_at, committed):
    """Insert one row a transaction for a while, and note each that was committed."""
    connection = await asyncpg.connect(server.admin_url())
    number, until = start_at, time.monotonic() + LOAD_S
    while time.monotonic() < until:
        await connection.execute("INSERT INTO rows VALUES ($1, $2)", writer, number)
        committed.append((writer, number))
        number += 1
    return connection


async def cuts(disk, settings, times):
    """Cut the power again and again under load; returns (committed, lost)."""
    server, committed = PostgresServer(disk.mount / "server", free_port()), []
    server.initialise()
    process = await start(server, settings)
    admin = await asyncpg.connect(server.admin_url())
    await admin.execute("CREATE TABLE rows (writer int, number int)")
    await admin.execute("CHECKPOINT")
    await admin.close()
    disk.sync()
    for _ in range(times):
        begin = len(committed)
        writing = (write(server, writer, begin, committed) for writer in range(WRITERS))
        connections = await asyncio.gather(*writing)
        disk.cut(process)
        for connection in connections:
            connection.terminate()
        process = await start(server, settings)
    admin = await asyncpg.connect(server.admin_url())
    rows = await admin.fetch("SELECT writer, number FROM rows")
    await admin.close()
    process.terminate()
    process.wait()
    return len(committed), len(set(committed) - {tuple(row) for row in rows})


@pytest.mark.timeout(600)
async def test_what_was_committed_survives_twenty_power_cuts(disk):
    committed, lost = await cuts(disk, DURABLE, CUTS)
    print(f"{CUTS} cuts, {committed} committed, {lost} lost")
    assert committed > CUTS * 50
    assert lost == 0


@pytest.mark.timeout(120)
async def test_bite_a_database_that_answers_before_it_syncs_loses_rows(disk):
    committed, lost = await cuts(disk, HASTY, 1)
    print(f"bite: {committed} committed, {lost} lost")
    assert lost > 0
