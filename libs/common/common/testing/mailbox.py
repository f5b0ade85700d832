"""A mail server for tests: it speaks SMTP, keeps what it takes, and refuses what it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from typing import cast


@dataclass(slots=True)
class Mailbox:
    """`refusal` is said to every recipient instead of "250 ok"."""

    refusal: str = ""
    port: int = 0
    mails: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            writer.write(
                f"{await self._answer(line.decode().strip(), reader, writer)}\r\n".encode()
            )
            if line.upper().startswith(b"QUIT"):
                break
        writer.close()

    async def _answer(
        self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> str:
        match line.upper()[:4]:
            case "RCPT":
                if self.refusal:
                    return self.refusal
                self.recipients.append(line.partition(":")[2].strip("<>"))
            case "DATA":
                writer.write(b"354 go on\r\n")
                await self._take(await reader.readuntil(b"\r\n.\r\n"))
            case "QUIT":
                return "221 bye"
        return "250 ok"

    async def _take(self, content: bytes) -> None:
        mail = message_from_bytes(content.removesuffix(b".\r\n"), policy=policy.default)
        self.mails.append(cast(Message, mail))


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """A running server of this kind."""
    box = Mailbox()
    server = await asyncio.start_server(box.serve, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
