"""Takes a backup of a running stack, which goes on meanwhile."""

import asyncio
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deploy.backup.archive import Archive, copy_documents
from deploy.backup.programs import run_program
from deploy.backup.references import require_documents
from deploy.backup.snapshots import one_moment
from deploy.local.binaries import Missing
from deploy.local.databases import SERVICES

NAMED_BY: Final = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a running stack keeps what a backup holds."""

    admin_url: str
    objects: Path
    clock_file: Path


def source_of(run_file: Path) -> Source:
    """The source as `run.json` names it; raises `Missing` when no stack runs there."""
    if not run_file.exists():
        raise Missing("No stack runs there: start one with `make run`.")
    run = json.loads(run_file.read_text())
    return Source(run["postgres"]["admin"], Path(run["objects_dir"]), Path(run["legal_clock_file"]))


async def take(source: Source, into: Path) -> tuple[Archive, int]:
    """A new dated backup under `into`, and how many documents it holds; raises `Missing`.

    JetStream is not in it: its streams are rebuilt from the outboxes.
    """
    now = datetime.now(UTC)
    whole = into / now.strftime(NAMED_BY)
    draft = Archive(into / f"{whole.name}.incomplete")
    _make_private(draft.objects)
    try:
        async with one_moment(source.admin_url) as snapshots:
            await asyncio.gather(*(_dump(s, source, draft, snapshots) for s in SERVICES))
        # After the databases: a document is in its place before a row names it.
        count = await asyncio.to_thread(copy_documents, source.objects, draft.objects)
        shutil.copyfile(source.clock_file, draft.clock_file)
        await require_documents(source.admin_url, draft.objects)
        draft.seal(taken_at=now)
    except BaseException:
        shutil.rmtree(draft.folder)
        raise
    draft.folder.rename(whole)
    return Archive(whole), count


async def _dump(
    service: str, source: Source, archive: Archive, snapshots: Mapping[str, str]
) -> None:
    await run_program(
        "pg_dump",
        "--format=custom",
        f"--snapshot={snapshots[service]}",
        f"--file={archive.dump(service)}",
        admin_url=source.admin_url,
        database=service,
    )


def _make_private(objects: Path) -> None:
    # It holds personal data and may stand anywhere: for its owner alone.
    objects.parent.parent.mkdir(parents=True, exist_ok=True)
    objects.parent.mkdir(mode=0o700)
    objects.mkdir()
    assert os.access(objects, os.W_OK)
