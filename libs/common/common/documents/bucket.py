"""Documents in a bucket of an S3 service: written on the condition that nothing is there yet."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from common.config import ServiceSettings
from common.documents.quarantine import Received

LOCKED_AWAY: Final = "locked_away"


@dataclass(frozen=True, slots=True)
class BucketObjects:
    """Documents under their SHA-256."""

    store: S3Store
    # A conditional write is one request and holds its document in memory: one at a time.
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def of(cls, settings: ServiceSettings) -> "BucketObjects":
        """The bucket that the settings name."""
        store = S3Store(
            settings.objects_bucket,
            endpoint=settings.objects_endpoint or None,
            region=settings.objects_region,
            access_key_id=settings.objects_key_id or None,
            secret_access_key=settings.objects_key.get_secret_value() or None,
            client_options={"allow_http": settings.objects_endpoint.startswith("http://")},
        )
        return cls(store)

    async def keep(self, received: Received) -> None:
        """Write a received document unless it is there."""
        async with self.writing:
            try:
                await obstore.put_async(
                    self.store, received.sha256, received.file, mode="create", use_multipart=False
                )
            except AlreadyExistsError:  # evidence is never overwritten
                return

    async def open(self, sha256: str) -> AsyncIterator[bytes]:
        """The bytes of a stored document, in pieces; raises `FileNotFoundError`."""
        found = await obstore.get_async(self.store, sha256)
        return _pieces(found)

    async def lock_away(self, sha256: str) -> None:
        """Move a document to where nobody is handed it."""
        try:
            await obstore.rename_async(self.store, sha256, f"{LOCKED_AWAY}/{sha256}")
        except FileNotFoundError:  # somebody else was faster
            return

    async def is_locked_away(self, sha256: str) -> bool:
        """Whether it was moved there."""
        try:
            await obstore.head_async(self.store, f"{LOCKED_AWAY}/{sha256}")
        except FileNotFoundError:
            return False
        return True


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for piece in found.stream():
        yield bytes(piece)
