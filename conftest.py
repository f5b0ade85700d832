"""Servers for the tests, started when the first test asks for one and shared by the run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.nats import Broker, NatsServer
from deploy.local.ports import free_port
from deploy.local.postgres import THROW_AWAY, PostgresServer
from deploy.local.supervisor import Supervisor

pytest_plugins = ["common.testing.plugin"]

ROOT = Path(__file__).parent
LEGAL_START = "2024-03-01T09:00:00+08:00"
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 40


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The admin URL of a throw-away PostgreSQL server."""
    given = os.environ.get("JIQUN_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    directory = tmp_path_factory.mktemp("postgres")
    server = PostgresServer(directory / "server", free_port())
    server.initialise()
    supervisor = Supervisor(directory / "logs", echo=False)
    await supervisor.start(server.program(THROW_AWAY))
    yield server.admin_url()
    await supervisor.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nats_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """A throw-away broker with the committed configuration, streams and consumers: url, users."""
    given = os.environ.get("JIQUN_TEST_NATS")
    if given:
        yield Broker(**json.loads(given))
        return
    directory = tmp_path_factory.mktemp("nats")
    server = NatsServer(directory / "store", free_port())
    supervisor = Supervisor(directory / "logs", echo=False)
    await supervisor.start(server.program())
    await server.broker().provide()
    yield server.broker()
    await supervisor.stop()


@pytest.fixture(scope="session")
def full_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The whole stack in a state directory of its own, as `run.json` describes it."""
    state = tmp_path_factory.mktemp("stack") / "state"
    command = [sys.executable, "-m", "deploy.local", "run", "--quiet", "--state", str(state)]
    command += ["--legal-start", LEGAL_START]
    output = state.parent / "supervisor.log"
    with output.open("wb") as log:
        stack = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603
    try:
        yield _when_ready(stack, state / "run.json", output)
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait(STOPPED_WITHIN_S)


def _when_ready(stack: subprocess.Popen[bytes], run_file: Path, output: Path) -> dict[str, Any]:
    deadline = time.monotonic() + READY_WITHIN_S
    while not run_file.exists():
        if stack.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the stack is not ready:\n{output.read_text()[-4000:]}")
        time.sleep(0.1)
    run: dict[str, Any] = json.loads(run_file.read_text())
    return run
