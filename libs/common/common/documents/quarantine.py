"""The quarantine: bytes on their way in, hashed as they come; nothing of it outlives its upload."""

import asyncio
import fcntl
import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from common.ids import new_id

PIECE_BYTES: Final = 524_288
YOUNG_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Received:
    """A complete document that waits in quarantine: its hash, its size in bytes, its file."""

    sha256: str
    size_bytes: int
    file: Path


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A folder for bytes that no row names yet."""

    folder: Path

    @asynccontextmanager
    async def receive(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[Received]:
        """Stream a body into a file that is on the disk, and there until the block ends."""
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        file = self.folder / str(new_id())
        with file.open("xb", buffering=0) as out:
            try:
                # Held until the upload has ended: the lock of a dead process falls, see `sweep`.
                fcntl.flock(out, fcntl.LOCK_EX)
                writing = _Writing(out)
                await writing.all_of(chunks)
                yield Received(writing.digest.hexdigest(), writing.size_bytes, file)
            finally:
                file.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what a process left behind when it died; returns how many files."""
        return sum(_removed_if_left(file) for file in self.folder.glob("*"))


@dataclass(slots=True)
class _Writing:
    """Hashes and writes one piece in a thread while the next one arrives."""

    out: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)
    size_bytes: int = 0

    async def all_of(self, chunks: AsyncIterator[bytes]) -> None:
        """Take every chunk; when this returns they are on the disk."""
        piece, under_way = bytearray(), _done()
        try:
            async for chunk in chunks:
                piece += chunk
                if len(piece) >= PIECE_BYTES:
                    await under_way
                    under_way = asyncio.ensure_future(asyncio.to_thread(self._take, piece))
                    piece = bytearray()
            await under_way
            under_way = asyncio.ensure_future(asyncio.to_thread(self._end, piece))
            await asyncio.shield(under_way)
        finally:
            # Also when the client is gone: the file is not closed under the thread's hands.
            await asyncio.wait({under_way})

    def _take(self, piece: bytearray) -> None:
        self.digest.update(piece)
        self.size_bytes += len(piece)
        view = memoryview(piece)
        while view:
            view = view[self.out.write(view) :]

    def _end(self, piece: bytearray) -> None:
        self._take(piece)
        os.fsync(self.out.fileno())


def _done() -> "asyncio.Future[None]":
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done


def _removed_if_left(file: Path) -> bool:
    try:
        with file.open("rb") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A file so young may be one whose maker is about to lock it.
            if time.time() - os.fstat(left.fileno()).st_mtime < YOUNG_S:
                return False
            file.unlink()
            return True
    except (BlockingIOError, FileNotFoundError):  # its upload goes on, or has just ended
        return False
