"""A file of the register made whole before it is sent, so that its count and hash go ahead of it.

No connection is held while a slow client reads, and what is in memory is one batch of rows.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final, Protocol

from common.database import Database
from common.snapshot import snapshot
from registry.downloads.content import Moment
from registry.store.register_feed import last_number_in
from registry.store.register_rows import batches

PIECE_BYTES: Final = 1_048_576


class Writer(Protocol):
    """One of the formats."""

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write some rows."""

    def finish(self) -> None:
        """Write what is known only at the end."""

    def close(self) -> None:
        """Let go of what is held beside the file."""


Format = Callable[[IO[bytes], Moment], Writer]


@dataclass(frozen=True, slots=True)
class Spooled:
    """A whole file, at its beginning; whoever has it closes it."""

    file: IO[bytes]
    moment: Moment
    count: int
    size_bytes: int
    sha256: bytes


async def spool(database: Database, form: Format, *, day: date) -> Spooled:
    """Write the register of this moment, as of a legal day, into a file without a name."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by whoever sends it
    try:
        moment, count = await _written(database, form, file, day)
        size, digest = await asyncio.to_thread(_measured, file)
    except BaseException:
        file.close()
        raise
    return Spooled(file, moment, count, size, digest)


async def _written(
    database: Database, form: Format, file: IO[bytes], day: date
) -> tuple[Moment, int]:
    count = 0
    async with snapshot(database) as connection:
        moment = Moment(day, await last_number_in(connection))
        with closing(form(file, moment)) as writer:
            async for rows in batches(connection, day):
                count += len(rows)
                await asyncio.to_thread(writer.add, rows)
            await asyncio.to_thread(writer.finish)
    return moment, count


def _measured(file: IO[bytes]) -> tuple[int, bytes]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return size, digest.digest()
