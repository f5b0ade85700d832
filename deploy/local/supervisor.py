"""Starts programs, starts again what dies, and stops everything in the reverse order."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Final

from deploy.local.processes import Program, signal_group, spawn, until_ready

FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 5.0
STEADY_AFTER_S: Final = 20.0
READY_WITHIN_S: Final = 45.0
STOP_WITHIN_S: Final = 10.0
CHUNK: Final = 1 << 16
NAME_WIDTH: Final = 20


class NotStarted(RuntimeError):
    """A program never became ready; says which, how, and where its log is."""


@dataclass(slots=True)
class Kept:
    """A program under supervision."""

    program: Program
    log: Path
    process: asyncio.subprocess.Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False
    task: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Supervisor:
    """Keeps programs running; `echo` shows their lines, each with the program's name before it."""

    logs: Path
    echo: bool = True
    on_change: Callable[[], None] = lambda: None
    kept: list[Kept] = field(default_factory=list)

    def pids(self) -> dict[str, int]:
        """The process ids of what is running, by name."""
        return {one.program.name: one.process.pid for one in self.kept if one.process is not None}

    def report(self, text: str) -> None:
        """Say something on the supervisor's own behalf."""
        _say("supervisor", text)

    async def start(self, program: Program) -> None:
        """Start and return when it is ready; raises `NotStarted`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        one = Kept(program, self.logs / f"{program.name}.log")
        self.kept.append(one)
        one.task = asyncio.create_task(self._keep(one))
        ready = asyncio.create_task(one.ready.wait())
        either = {one.task, ready}
        await asyncio.wait(either, timeout=READY_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if one.task.done():
            await one.task
        if not one.ready.is_set():
            raise NotStarted(f"{program.name} is not ready after {READY_WITHIN_S} s; see {one.log}")

    async def stop(self) -> None:
        """Stop everything: services before the broker, the broker before the database."""
        for stage in sorted({one.program.stage for one in self.kept}, reverse=True):
            together = [one for one in self.kept if one.program.stage == stage]
            await asyncio.gather(*(self._stop(one) for one in together))
        self.kept.clear()

    async def _keep(self, one: Kept) -> None:
        pause_s = FIRST_PAUSE_S
        for attempt in count(1):
            started = time.monotonic()
            code = await self._once(one)
            if one.stopping:
                return
            name = one.program.name
            if not one.ready.is_set() and attempt >= one.program.first_attempts:
                raise NotStarted(f"{name} ended with {code} before it was ready; see {one.log}")
            if time.monotonic() - started > STEADY_AFTER_S:
                pause_s = FIRST_PAUSE_S
            self.report(f"{name} ended with {code}; starting it again in {pause_s:.1f} s")
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _once(self, one: Kept) -> int:
        with one.log.open("ab") as log:
            output = asyncio.subprocess.PIPE if self.echo else log
            one.process = process = await spawn(one.program, output)
            if one.stopping:  # told to stop between two lives
                signal_group(process, one.program.stop_signal)
            watch = asyncio.create_task(self._watch(one, process.pid))
            try:
                if process.stdout is not None:
                    await _show(one.program.name, process.stdout, log)
                return await process.wait()
            finally:
                watch.cancel()
                one.process = None

    async def _watch(self, one: Kept, pid: int) -> None:
        await until_ready(one.program, pid)
        if one.ready.is_set():
            self.report(f"{one.program.name} is ready again")
        one.ready.set()
        self.on_change()

    async def _stop(self, one: Kept) -> None:
        one.stopping = True
        assert one.task is not None
        if one.process is None:
            one.task.cancel()
        else:
            signal_group(one.process, one.program.stop_signal)
        await asyncio.wait({one.task}, timeout=STOP_WITHIN_S)
        if one.process is not None:
            self.report(f"{one.program.name} does not stop; it is killed")
            signal_group(one.process, signal.SIGKILL)
        await asyncio.gather(one.task, return_exceptions=True)


async def _show(name: str, stream: asyncio.StreamReader, log: IO[bytes]) -> None:
    rest = b""
    while chunk := await stream.read(CHUNK):
        log.write(chunk)
        log.flush()
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            _say(name, line.decode(errors="replace"))


def _say(name: str, text: str) -> None:
    # Whoever listened may have gone; the stack goes on.
    with contextlib.suppress(OSError):
        print(f"{name:<{NAME_WIDTH}} | {text}", flush=True)
