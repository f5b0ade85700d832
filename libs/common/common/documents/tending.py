"""What is found out about stored documents after the upload: SM3, and what the scanner says."""

import asyncio
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

from common.documents.kinds import ScanState
from common.documents.store import DocumentStore


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the bytes with this SHA-256 showed."""

    sha256: str
    sm3: str | None
    scan: ScanState


async def look_again(store: DocumentStore, sha256: str) -> Look:
    """Read a stored document; one that is infected is locked away before anybody is told."""
    if await store.objects.is_locked_away(sha256):  # the same bytes, uploaded once more
        await store.objects.lock_away(sha256)
        return Look(sha256, None, "infected")
    sm3 = hashes.Hash(hashes.SM3())
    async for piece in await store.objects.open(sha256):
        await asyncio.to_thread(sm3.update, piece)
    scan: ScanState = "not_scanned"
    if store.scanner is not None:
        scan = await store.scanner.scan(await store.objects.open(sha256))
    if scan == "infected":
        await store.objects.lock_away(sha256)
    return Look(sha256, sm3.finalize().hex(), scan)
