"""A server that speaks clamd's INSTREAM and says what a test has it say."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

CLEAN: Final = b"stream: OK\0"
FOUND: Final = b"stream: Test.Virus FOUND\0"
HANGS: Final = b"hangs"


@dataclass(slots=True)
class FakeClamd:
    """`says` is the whole answer, `CLEAN` by itself; b"virus" in a content is always found."""

    says: bytes = CLEAN
    address: str = ""
    asked: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one command with its content, and answer."""
        command, content = await reader.readexactly(10), b""
        assert command == b"zINSTREAM\0"
        while (size := struct.unpack("!L", await reader.readexactly(4))[0]) > 0:
            content += await reader.readexactly(size)
        self.asked += 1
        if self.says == HANGS:
            await asyncio.sleep(60)
        writer.write(FOUND if b"virus" in content else self.says)
        writer.close()


@asynccontextmanager
async def fake_clamd(says: bytes = CLEAN) -> AsyncIterator[FakeClamd]:
    """A running server of this kind."""
    fake = FakeClamd(says)
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
