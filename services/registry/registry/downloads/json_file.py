"""The register as JSON: a line for each cluster, with count and hash of the lines at the end."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson

from registry.downloads.content import Moment, told


class JsonFile:
    """Writes rows as they come; nothing of them is kept."""

    def __init__(self, file: IO[bytes], moment: Moment) -> None:
        self._file = file
        self._count = 0
        self._lines = hashlib.sha256()
        head = orjson.dumps({"as_of": moment.day, "change": moment.change})
        file.write(head[:-1] + b',"items":[')

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write some rows."""
        for row in rows:
            line = orjson.dumps(told(row))
            self._file.write(b",\n" if self._count else b"\n")
            self._file.write(line)
            self._lines.update(line + b"\n")
            self._count += 1

    def finish(self) -> None:
        """Write what is known only now."""
        tail = orjson.dumps({"count": self._count, "items_sha256": self._lines.hexdigest()})
        self._file.write(b"\n]," + tail[1:] + b"\n")

    def close(self) -> None:
        """Nothing is held but the file, which is the caller's."""
