"""A virus scanner asked over INSTREAM; what it does not say is never taken for "clean"."""

import asyncio
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import structlog

from common.documents.kinds import ScanState

WITHIN_S: Final = 60.0
PIECE_BYTES: Final = 262_144
# Over clamd's own limits nothing was looked at; with AlertExceedsMax it says so by this name.
_LIMITS: Final = "Heuristics.Limits.Exceeded"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Clamav:
    """clamd at `host:port`, or at the path of its socket."""

    address: str
    within_s: float = WITHIN_S

    async def scan(self, document: AsyncIterator[bytes]) -> ScanState:
        """What clamd says of a document; `not_scanned` when it says nothing, or not in time."""
        try:
            async with asyncio.timeout(self.within_s):
                answer = await self._answer(document)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.warning("the virus scanner does not answer", error=repr(error))
            return "not_scanned"
        return verdict_of(answer)

    async def _answer(self, document: AsyncIterator[bytes]) -> str:
        reader, writer = await self._connected()
        try:
            writer.write(b"zINSTREAM\0")
            async for piece in document:
                writer.write(struct.pack("!L", len(piece)) + piece)
                await writer.drain()
            writer.write(struct.pack("!L", 0))
            return (await reader.readuntil(b"\0"))[:-1].decode(errors="replace")
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.address.startswith("/"):
            return await asyncio.open_unix_connection(self.address)
        host, _, port = self.address.rpartition(":")
        return await asyncio.open_connection(host, int(port))


def verdict_of(answer: str) -> ScanState:
    """The state that an answer of clamd means; only one exact sentence means clean."""
    if answer == "stream: OK":
        return "clean"
    if answer.endswith(" FOUND") and _LIMITS not in answer:
        log.warning("the virus scanner found something", answer=answer)
        return "infected"
    log.warning("the virus scanner did not scan", answer=answer)
    return "not_scanned"
