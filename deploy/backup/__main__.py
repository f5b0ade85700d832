"""`python -m deploy.backup {take,restore,reconcile}`: of the stack in a state directory."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.backup.archive import Archive
from deploy.backup.reconciling import Unmatched, reconcile
from deploy.backup.restoring import require_fresh, restore
from deploy.backup.taking import source_of, take
from deploy.local.binaries import ROOT, Missing
from deploy.local.stack import Stack
from deploy.local.state import State
from deploy.local.supervisor import NotStarted, Supervisor
from deploy.local.verify import Verdict, verify
from deploy.local.wiring import read


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is missing or does not match is said, and nothing is done."""
    chosen = _parser().parse_args(arguments)
    command = {"take": _take, "restore": _restore, "reconcile": _reconcile}[chosen.command]
    try:
        return asyncio.run(command(chosen))
    except (Missing, NotStarted, Unmatched) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.backup")
    parser.add_argument("command", choices=["take", "restore", "reconcile"])
    parser.add_argument("--state", type=Path, default=ROOT / ".local", help="state directory")
    parser.add_argument("--to", type=Path, default=ROOT / "backups", help="take: parent folder")
    parser.add_argument("--from", type=Path, dest="source", help="restore: the backup's folder")
    return parser


async def _take(chosen: argparse.Namespace) -> int:
    source = source_of(State(chosen.state.resolve()).run_file)
    archive, documents = await take(source, chosen.to.resolve())
    print(f"{archive.folder}: four databases and {documents} documents")
    return 0


async def _restore(chosen: argparse.Namespace) -> int:
    if chosen.source is None:
        raise Missing("Name the backup: make restore FROM=backups/<date>.")
    archive, state = Archive(chosen.source.resolve()), State(chosen.state.resolve())
    archive.check()
    require_fresh(state)
    with state.hold():
        _say_announced(await restore(archive, state))
        verdict = await _started_and_verified(state)
    for fault in verdict.faults:
        print(fault, file=sys.stderr)
    print(f"{len(verdict.faults)} faults; `make run` starts the restored stack")
    return 1 if verdict.faults else 0


async def _reconcile(chosen: argparse.Namespace) -> int:
    source = source_of(State(chosen.state.resolve()).run_file)
    _say_announced(await reconcile(source.admin_url))
    return 0


async def _started_and_verified(state: State) -> Verdict:
    stack = Stack(state, Supervisor(state.logs, echo=False))
    try:
        await stack.up()
        verdict = await verify(read(state.run_file))
        while verdict.faults:  # a full outbox takes its time; as long as it gets better, wait
            before, verdict = verdict, await verify(read(state.run_file))
            if len(verdict.faults) >= len(before.faults):
                break
        return verdict
    finally:
        await stack.down()


def _say_announced(again: Mapping[str, int]) -> None:
    for service, count in again.items():
        print(f"{service}: {count} events will be announced again")


if __name__ == "__main__":
    sys.exit(main())
