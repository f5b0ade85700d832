"""The supervisor with small real programs: what dies, what is stopped, what must not stay."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.ports import free_port
from deploy.local.processes import Program, Stage, http_ready
from deploy.local.supervisor import NotStarted, Supervisor

PATIENCE_S = 10


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    made = Supervisor(tmp_path / "logs")
    yield made
    await made.stop()


async def at_once(_pid: int) -> bool:
    return True


def program(name: str, script: str, *, stage: Stage = Stage.SERVICE) -> Program:
    return Program(name=name, stage=stage, command=["sh", "-c", script], ready=at_once)


def web_server(port: int) -> Program:
    return Program(
        name="web",
        stage=Stage.SERVICE,
        command=[sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        ready=http_ready(port, "/"),
    )


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_program_that_dies_is_started_again_and_reported(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    await supervisor.start(web_server(free_port()))
    changes: list[dict[str, int]] = []
    supervisor.on_change = lambda: changes.append(supervisor.pids())
    first = supervisor.pids()["web"]
    os.kill(first, signal.SIGKILL)
    await until(lambda: changes)
    assert changes[0]["web"] != first
    said = capsys.readouterr().out
    assert "web ended with -9; starting it again" in said
    assert "web is ready again" in said


async def test_a_program_that_never_becomes_ready_is_named_with_its_log(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    broken = Program(
        name="broken",
        stage=Stage.SERVICE,
        command=["sh", "-c", "echo because; exit 3"],
        ready=http_ready(free_port(), "/"),
        first_attempts=2,
    )
    with pytest.raises(NotStarted, match="broken ended with 3"):
        await supervisor.start(broken)
    assert (tmp_path / "logs" / "broken.log").read_text() == "because\nbecause\n"


async def test_services_stop_before_the_broker_and_the_broker_before_the_database(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    said = tmp_path / "order"
    script = "trap 'echo {name} >> {file}; exit 0' TERM; while :; do sleep 0.01; done"
    for name, stage in [
        ("service", Stage.SERVICE),
        ("database", Stage.DATABASE),
        ("gateway", Stage.GATEWAY),
        ("broker", Stage.BROKER),
    ]:
        await supervisor.start(program(name, script.format(name=name, file=said), stage=stage))
    await asyncio.sleep(0.2)  # until the shells have set their traps
    await supervisor.stop()
    assert said.read_text().split() == ["gateway", "service", "broker", "database"]


async def test_a_program_that_is_being_started_again_is_stopped_too(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    await supervisor.start(program("restless", f"echo >> {starts}; sleep 0.05; exit 1"))
    await until(lambda: starts.exists() and starts.read_text().count("\n") >= 2)
    await supervisor.stop()
    count = starts.read_text()
    await asyncio.sleep(0.6)
    assert starts.read_text() == count


async def test_anothers_server_on_the_port_does_not_count_as_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        port = foreign.getsockname()[1]
        ready = http_ready(port, "/")
        bystander = await asyncio.create_subprocess_exec("sleep", "30")
        assert await ready(bystander.pid) is False
        bystander.kill()
        await bystander.wait()


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    script = """
import asyncio, pathlib, sys
from deploy.local.ports import free_port
from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer, THROW_AWAY
from deploy.local.supervisor import Supervisor
async def main(directory):
    supervisor = Supervisor(directory / "logs", echo=False)
    postgres = PostgresServer(directory / "postgres", free_port())
    postgres.initialise()
    await supervisor.start(postgres.program(THROW_AWAY))
    await supervisor.start(NatsServer(directory / "nats", free_port()).program())
    print(*supervisor.pids().values(), flush=True)
    await asyncio.sleep(60)
asyncio.run(main(pathlib.Path(sys.argv[1])))
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        pids = [int(pid) for pid in killed.stdout.readline().split()]
        killed.kill()
    assert len(pids) == 2
    deadline = time.monotonic() + PATIENCE_S
    while any(map(_alive, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
