"""The document store: what a service needs of documents, put together from its settings."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from common.config import ServiceSettings
from common.documents.bucket import BucketObjects
from common.documents.clamav import Clamav
from common.documents.folder import FolderObjects
from common.documents.inspector import Inspector
from common.documents.quarantine import Quarantine, Received


class Objects(Protocol):
    """Where documents lie under their SHA-256, for ever and unchanged."""

    async def keep(self, received: Received) -> None:
        """Store a received document; what is stored already stays as it is."""

    async def open(self, sha256: str) -> AsyncIterator[bytes]:
        """The bytes of a stored document, in pieces; raises `FileNotFoundError`."""

    async def lock_away(self, sha256: str) -> None:
        """Keep a document as evidence where `open` does not find it."""

    async def is_locked_away(self, sha256: str) -> bool:
        """Whether it was locked away."""


@dataclass(frozen=True, slots=True)
class DocumentStore:
    """A quarantine, an inspector, the stored documents, and a virus scanner if there is one."""

    quarantine: Quarantine
    objects: Objects
    scanner: Clamav | None = None
    inspector: Inspector = field(default_factory=Inspector)

    def receive(self, chunks: AsyncIterator[bytes]) -> AbstractAsyncContextManager[Received]:
        """Stream a body into quarantine, for as long as the block lasts."""
        return self.quarantine.receive(chunks)

    async def inspect(self, received: Received, *, media_type: str) -> None:
        """Look inside; raises `DocumentRefused` for what is not fit to be stored."""
        await self.inspector.inspect(received.file, media_type)


def in_folder(folder: Path, *, scanner: Clamav | None = None) -> DocumentStore:
    """A store in one folder, the same for every process."""
    return DocumentStore(Quarantine(folder / "quarantine"), FolderObjects(folder), scanner)


def store_from(settings: ServiceSettings) -> DocumentStore | None:
    """The store that the settings name, if any."""
    if settings.objects_dir is None:
        return None
    scanner = Clamav(settings.clamav_address) if settings.clamav_address else None
    if not settings.objects_bucket:
        return in_folder(settings.objects_dir, scanner=scanner)
    quarantine = Quarantine(settings.objects_dir / "quarantine")
    return DocumentStore(quarantine, BucketObjects.of(settings), scanner)
