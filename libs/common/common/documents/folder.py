"""Documents in a folder: hard links from quarantine, so that one appears whole or not at all."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from common.documents.quarantine import Received

READ_BYTES: Final = 262_144
LOCKED_AWAY: Final = "locked_away"


@dataclass(frozen=True, slots=True)
class FolderObjects:
    """Documents under `folder/<two characters>/<SHA-256>`."""

    folder: Path

    async def keep(self, received: Received) -> None:
        """Put a received document in its place, with its name on the disk."""
        await asyncio.to_thread(_linked, received.file, self.path_of(received.sha256))

    async def open(self, sha256: str) -> AsyncIterator[bytes]:
        """The bytes of a stored document, in pieces; raises `FileNotFoundError`."""
        place = self.path_of(sha256)
        await asyncio.to_thread(place.stat)
        return _pieces(place)

    async def lock_away(self, sha256: str) -> None:
        """Move a document to the folder of what nobody is handed."""
        await asyncio.to_thread(_moved, self.path_of(sha256), self._locked(sha256))

    async def is_locked_away(self, sha256: str) -> bool:
        """Whether it was moved there."""
        return await asyncio.to_thread(self._locked(sha256).exists)

    def path_of(self, sha256: str) -> Path:
        """Where a document with this hash is stored."""
        assert len(sha256) == 64
        assert sha256.isalnum()
        return self.folder / sha256[:2] / sha256

    def _locked(self, sha256: str) -> Path:
        return self.folder / LOCKED_AWAY / self.path_of(sha256).name


async def _pieces(place: Path) -> AsyncIterator[bytes]:
    # Opened by whoever reads, so that nothing stays open when nobody does.
    with await asyncio.to_thread(place.open, "rb") as stored:
        while piece := await asyncio.to_thread(stored.read, READ_BYTES):
            yield piece


def _linked(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # evidence is never overwritten
        os.link(file, place)
    for folder in (place.parent, place.parent.parent):
        _sync_folder(folder)


def _moved(file: Path, place: Path) -> None:
    with suppress(FileNotFoundError):  # somebody else was faster
        _linked(file, place)
        file.unlink()
        _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
