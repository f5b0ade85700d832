"""Documents on their way out: attachments that a browser neither shows nor runs."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import closing, suppress
from typing import IO, Any, Final
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

# What an OpenAPI document says of a body that is a file, in or out.
ANY_BYTES: Final[dict[str, Any]] = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
}
PIECE_BYTES: Final = 65_536
STALLED_AFTER_S: Final = 60.0


def attachment(
    pieces: AsyncIterator[bytes], *, name: str, media_type: str, size_bytes: int, sha256: str
) -> StreamingResponse:
    """A stored document as a download under its name; `Journal` adds `nosniff`."""
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Length": str(size_bytes),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "ETag": f'"{sha256}"',
    }
    return StreamingResponse(pieces, media_type=media_type, headers=headers)


class SpooledFile(Response):
    """A whole file sent piece by piece, and closed however the sending ends."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        name: str,
        media_type: str,
        size_bytes: int,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(None, 200, dict(headers), media_type)
        self.headers["Content-Disposition"] = disposition(name)
        self.headers["Content-Length"] = str(size_bytes)
        self._file = file

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it; a client who does not read for a minute is let go."""
        start = {"status": self.status_code, "headers": self.raw_headers}
        with closing(self._file), suppress(TimeoutError):
            await send({"type": "http.response.start", **start})
            while piece := await asyncio.to_thread(self._file.read, PIECE_BYTES):
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                await asyncio.wait_for(send(message), timeout=STALLED_AFTER_S)
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def disposition(name: str) -> str:
    """An attachment's Content-Disposition (RFC 6266): a plain name, and the real one in UTF-8."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
