"""Where the benchmark runs: a whole stack as operators start it, and what it measures against."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from deploy.demo.stack import fresh_stack
from deploy.local.binaries import ROOT
from deploy.local.ports import free_port

TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
IDLE_CPU_S: Final = 0.08  # of four workers in half a second


@dataclass(frozen=True, slots=True)
class Place:
    """A running stack, a no-op application beside it, and a folder for scratch files."""

    run: dict[str, Any]
    folder: Path
    noop_url: str
    noop_pid: int

    def url(self, service: str, path: str) -> str:
        """An address at a service's own API, past the gateway."""
        return f"{self.run['apis'][service]}/v1{path}"

    def pid(self, process: str) -> int:
        """The process id of `intake-api` and the like."""
        return int(self.run["pids"][process])

    def bearer(self, person: str) -> str:
        """An Authorization header's value."""
        return f"Bearer {self.run['tokens'][person]}"

    def database(self, service: str) -> str:
        """The superuser's URL of a service's database."""
        server, _, _ = self.run["postgres"]["admin"].rpartition("/")
        return f"{server}/{service}"

    def role(self, service: str, kind: str) -> str:
        """The URL of one of a service's own roles."""
        url: str = self.run["postgres"][service][kind]
        return url.replace("+asyncpg", "")


@contextmanager
def standing() -> Iterator[Place]:
    """A fresh stack that is taken down at the end; its disk writes are real ones."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    state = folder / "state"
    state.mkdir()
    try:
        with fresh_stack(state) as run, noop() as (url, pid):
            yield Place(run, folder, url, pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def noop() -> Iterator[tuple[str, int]]:
    """A FastAPI application that does nothing, served as ours are."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.noop:app", "--port", str(port)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    with subprocess.Popen([*command, *quiet], cwd=ROOT) as process:
        url = f"http://127.0.0.1:{port}/"
        until_answered(url)
        try:
            yield url, process.pid
        finally:
            process.terminate()


def until_answered(url: str) -> None:
    """Wait until an address answers anything."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def until_listening(port: int) -> None:
    """Wait until something listens on a port."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(str(port))


def missing() -> list[str]:
    """The programs that are needed and not there."""
    return [name for name in ("wrk", "pgbench", "openssl") if shutil.which(name) is None]


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def until_idle(place: Place) -> None:
    """Wait until the workers have digested what was written: they share the cores."""
    workers = [int(pid) for name, pid in place.run["pids"].items() if name.endswith("-worker")]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        began = sum(map(cpu_seconds, workers))
        time.sleep(0.5)
        if sum(map(cpu_seconds, workers)) - began < IDLE_CPU_S:
            return
    raise TimeoutError("the workers are still busy")
