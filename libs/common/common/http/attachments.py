"""Documents on their way out: attachments that a browser neither shows nor runs."""

import re
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

from fastapi.responses import StreamingResponse

# What an OpenAPI document says of a body that is a file, in or out.
ANY_BYTES: Final[dict[str, Any]] = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
}


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


def disposition(name: str) -> str:
    """An attachment's Content-Disposition (RFC 6266): a plain name, and the real one in UTF-8."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
