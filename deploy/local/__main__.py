"""`python -m deploy.local {run,verify,migrations-check}`."""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.gateway.routes import Ambiguous, NoContract
from deploy.local.binaries import ROOT, Missing
from deploy.local.migrations import check_migrations
from deploy.local.services import parsed_replicas
from deploy.local.stack import Stack
from deploy.local.state import State
from deploy.local.supervisor import NotStarted, Supervisor
from deploy.local.verify import told, verify
from deploy.local.welcome import welcome
from deploy.local.wiring import read
from deploy.nats.provision import BrokerRefused


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is missing is said in one sentence."""
    chosen = _parser().parse_args(arguments)
    command = {"run": _run, "verify": _verify, "migrations-check": _migrations_check}
    try:
        return asyncio.run(command[chosen.command](chosen))
    except (Missing, NotStarted, NoContract, Ambiguous, BrokerRefused, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    parser.add_argument("command", choices=["run", "verify", "migrations-check"])
    parser.add_argument("--state", type=Path, default=ROOT / ".local", help="state directory")
    parser.add_argument("--quiet", action="store_true", help="run: programs write to logs/ only")
    parser.add_argument(
        "--legal-start",
        type=_instant,
        metavar="INSTANT",
        help="run: where a fresh legal clock begins, with offset",
    )
    parser.add_argument(
        "--replicas",
        action="append",
        default=[],
        metavar="SERVICE=N",
        help="run: N API and worker processes of a service",
    )
    return parser


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise argparse.ArgumentTypeError("give an instant with its offset: 2024-03-01T09:00+08:00")
    return at


async def _run(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    state = State(chosen.state.resolve())
    supervisor = Supervisor(state.logs, echo=not chosen.quiet)
    replicas = parsed_replicas(chosen.replicas)
    with state.hold():
        stack = Stack(state, supervisor, replicas, chosen.legal_start)
        supervisor.on_change = stack.refresh
        try:
            if await _unless(told_to_stop, stack.up()):
                seconds = time.monotonic() - began
                for line in welcome(stack.run, run_file=state.run_file, seconds=seconds):
                    print(line, flush=True)
                await told_to_stop.wait()
        finally:
            supervisor.report("stopping")
            await stack.down()
    return 0


async def _unless(told_to_stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done before somebody told us to stop; raises what it raised."""
    working = asyncio.create_task(work)
    waiting = asyncio.create_task(told_to_stop.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not working.done():
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return False
    await working
    return True


async def _verify(chosen: argparse.Namespace) -> int:
    run_file = State(chosen.state.resolve()).run_file
    if not run_file.exists():
        raise Missing("No stack runs there: start one with `make run`.")
    verdict = await verify(read(run_file))
    for fault in verdict.faults:
        print(fault)
    for line in told(verdict):
        print(line)
    return 1 if verdict.faults else 0


async def _migrations_check(_: argparse.Namespace) -> int:
    await check_migrations()
    print("migrations and declared tables agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
