"""Documents: bytes streamed to a folder and hashed on the way, found by their SHA-256."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from common.ids import new_id

READ_BYTES: Final = 262_144


@dataclass(frozen=True, slots=True)
class Received:
    """A complete document that waits in quarantine: its hash, its size in bytes, its file."""

    sha256: str
    size_bytes: int
    file: Path


@dataclass(frozen=True, slots=True)
class DocumentStore:
    """A folder in which a document is stored under its hash and never overwritten."""

    folder: Path

    async def receive(self, chunks: AsyncIterator[bytes]) -> Received:
        """Stream a body into quarantine; whatever ends it early leaves no file behind."""
        quarantine = self.folder / "quarantine"
        await asyncio.to_thread(quarantine.mkdir, parents=True, exist_ok=True)
        file = quarantine / str(new_id())
        digest, size = hashlib.sha256(), 0
        try:
            with file.open("xb") as out:
                async for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    await asyncio.to_thread(out.write, chunk)
                await asyncio.to_thread(_sync, out.fileno())
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return Received(digest.hexdigest(), size, file)

    async def keep(self, received: Received) -> None:
        """Move a received document to its place, before the row that names it is committed."""
        await asyncio.to_thread(self._keep, received)

    def discard(self, received: Received) -> None:
        """Remove a received document that no row will name."""
        received.file.unlink(missing_ok=True)

    def path_of(self, sha256: str) -> Path:
        """Where a document with this hash is stored."""
        assert len(sha256) == 64
        assert sha256.isalnum()
        return self.folder / sha256[:2] / sha256

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """The bytes of a stored document, in pieces."""
        with self.path_of(sha256).open("rb") as stored:
            while piece := await asyncio.to_thread(stored.read, READ_BYTES):
                yield piece

    def _keep(self, received: Received) -> None:
        place = self.path_of(received.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # evidence is never overwritten
            os.link(received.file, place)
        received.file.unlink()
        for folder in (place.parent, place.parent.parent):
            _sync_folder(folder)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
