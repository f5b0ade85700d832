"""A program of the stack, how it is started, and how one sees that it is ready."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import IO, Final

from deploy.local.binaries import ROOT
from deploy.local.ports import listens

PR_SET_PDEATHSIG: Final = 1
LOOK_EVERY_S: Final = 0.05
ANSWER_WITHIN_S: Final = 1.0

Ready = Callable[[int], Awaitable[bool]]


class Stage(IntEnum):
    """Stages stop from the last to the first: what others lean on goes last."""

    DATABASE = 1
    BROKER = 2
    ISSUER = 3
    SERVICE = 4
    GATEWAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to start, and by what it is known to be ready: asked with the process's own id."""

    name: str
    stage: Stage
    command: Sequence[str]
    ready: Ready
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    # What the kernel sends it when the supervisor is killed before it could stop anything.
    orphan_signal: signal.Signals = signal.SIGKILL
    first_attempts: int = 3


async def spawn(program: Program, output: int | IO[bytes]) -> asyncio.subprocess.Process:
    """Start the program in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    return await asyncio.create_subprocess_exec(
        *program.command,
        env=surroundings() | dict(program.environment),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=partial(_die_with_parent, os.getpid(), program.orphan_signal),
    )


def surroundings() -> dict[str, str]:
    """The environment every child gets: this one's, without what was meant for the supervisor."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "NATS_URL"}}
    return kept | {"PYTHONUNBUFFERED": "1"}


def signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Send a signal to the process and all it started."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


async def until_ready(program: Program, pid: int) -> None:
    """Wait until the program says that it is ready."""
    while not await program.ready(pid):  # noqa: ASYNC110 (it is another process that we wait for)
        await asyncio.sleep(LOOK_EVERY_S)


def http_ready(port: int, path: str) -> Ready:
    """Ready when this very process answers 200 there; another's answer does not count."""

    async def ready(pid: int) -> bool:
        return listens(pid, port) and await _answers(port, path)

    return ready


async def _answers(port: int, path: str) -> bool:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            writer.write(request.encode())
            status = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return status.split()[1:2] == [b"200"]


def _die_with_parent(parent: int, number: signal.Signals) -> None:
    # Runs in the child before its program: the kernel then ends it when the supervisor dies.
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:
        os._exit(1)
