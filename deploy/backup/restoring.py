"""Restores a backup into a state directory where no stack has been."""

import shutil
from pathlib import Path
from typing import Final

from deploy.backup.archive import Archive, copy_documents, documents
from deploy.backup.programs import run_program
from deploy.backup.reconciling import reconcile
from deploy.backup.references import require_documents
from deploy.local.binaries import Missing
from deploy.local.databases import SERVICES, provide
from deploy.local.ports import free_port
from deploy.local.postgres import PostgresServer
from deploy.local.state import State
from deploy.local.supervisor import Supervisor

OF_A_STACK: Final = ("postgres", "nats", "legal_clock.json", "issuer.key.json", "run.json")


def require_fresh(state: State) -> None:
    """Raise `Missing` when a stack has been in the directory: nothing is ever overwritten."""
    there = [name for name in OF_A_STACK if (state.directory / name).exists()]
    if there or any(documents(state.objects)):
        what = ", ".join(there) or "documents"
        raise Missing(
            f"{state.directory} is not empty ({what}): restore into a fresh one, "
            "or move it away first."
        )


async def restore(archive: Archive, state: State) -> dict[str, int]:
    """Make the state of a backup; returns how many events each service will announce again.

    The caller holds the directory. It stays fresh unless everything succeeds: the databases
    are reconciled before any service can see them. Raises `Missing` and `Unmatched`.
    """
    draft = state.directory / "restoring"
    shutil.rmtree(draft, ignore_errors=True)  # of an attempt that was killed
    try:
        again = await _restore_databases(archive, draft, state.logs)
        copy_documents(archive.objects, draft / "objects")
        shutil.copyfile(archive.clock_file, draft / "legal_clock.json")
        _put_in_place(draft, state)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return again


async def _restore_databases(archive: Archive, draft: Path, logs: Path) -> dict[str, int]:
    server = PostgresServer(draft / "postgres", free_port())
    server.initialise()
    supervisor = Supervisor(logs, echo=False)
    try:
        await supervisor.start(server.program())
        admin_url = server.admin_url()
        await provide(admin_url)
        for service in SERVICES:
            await _fill(service, archive, admin_url)
        await require_documents(admin_url, archive.objects)
        return await reconcile(admin_url)
    finally:
        await supervisor.stop()


async def _fill(service: str, archive: Archive, admin_url: str) -> None:
    await run_program(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={service}",
        str(archive.dump(service)),
        admin_url=admin_url,
        database=service,
    )


def _put_in_place(draft: Path, state: State) -> None:
    shutil.rmtree(state.objects)
    (draft / "objects").rename(state.objects)
    (draft / "legal_clock.json").rename(state.clock_file)
    (draft / "postgres").rename(state.directory / "postgres")
