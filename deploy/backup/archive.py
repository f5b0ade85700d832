"""A backup is a folder: a dump of each database, the documents, and a manifest of their hashes."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from deploy.local.binaries import Missing

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
# A document's file is named by its hash; what is in quarantine belongs to no row yet.
DOCUMENT: Final = "[0-9a-f]" * 2 + "/" + "[0-9a-f]" * 64


@dataclass(frozen=True, slots=True)
class Archive:
    """One backup's folder."""

    folder: Path

    def dump(self, service: str) -> Path:
        """The dump of a service's database, in pg_dump's custom format."""
        return self.folder / f"{service}.dump"

    @property
    def objects(self) -> Path:
        """The documents, laid out as the services keep them."""
        return self.folder / "objects"

    @property
    def clock_file(self) -> Path:
        """The legal clock: a restored stack must not live on an earlier day."""
        return self.folder / "legal_clock.json"

    def seal(self, *, taken_at: datetime) -> None:
        """Write the manifest over everything that is there, each file on the disk before it."""
        files = {str(file.relative_to(self.folder)): sha256_of(file) for file in self._files()}
        manifest = {"format": FORMAT, "taken_at": taken_at.isoformat(), "sha256": files}
        place = self.folder / MANIFEST
        place.write_text(json.dumps(manifest, indent=1) + "\n")
        sha256_of(place)

    def check(self) -> None:
        """Raise `Missing` unless the folder holds exactly what its manifest says."""
        place = self.folder / MANIFEST
        if not place.exists():
            raise Missing(f"{self.folder} is no backup: it has no {MANIFEST}.")
        told = json.loads(place.read_text())
        if told["format"] != FORMAT:
            raise Missing(f"{place} has format {told['format']}; this program reads {FORMAT}.")
        found = {str(file.relative_to(self.folder)): sha256_of(file) for file in self._files()}
        if wrong := sorted(n for n, _ in told["sha256"].items() ^ found.items()):
            raise Missing(f"{self.folder} is not what its manifest says: {', '.join(set(wrong))}.")

    def _files(self) -> Iterator[Path]:
        for file in sorted(self.folder.rglob("*")):
            if file.is_file() and file.name != MANIFEST:
                yield file


def documents(folder: Path) -> Iterator[Path]:
    """Every stored document of a folder."""
    yield from sorted(folder.glob(DOCUMENT))


def copy_documents(source: Path, target: Path) -> int:
    """Copy every document and compare it with its name; raises `Missing` for a damaged one."""
    count = 0
    for file in documents(source):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        if sha256_of(place) != file.name:
            raise Missing(f"The document {file} is not what its name says.")
        count += 1
    return count


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, which is on the disk when this returns."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
        return hashlib.file_digest(opened, "sha256").hexdigest()
