"""What a transaction puts on record: audit rows, events, its answer; written with the commit."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from common.request_key import RequestKey


@dataclass(slots=True)
class Ledger:
    """The entries of one transaction, for the function `put_on_record` of its database.

    One trip to the database writes them all. Until then no head of a resource is locked, so
    writers of one resource wait for each other only while they commit.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    applied: dict[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything waits to be written."""
        return bool(self.entries) or self.answer is not None or self.applied is not None

    def enter(self, part: str, *, kind: str, about: UUID, **values: Any) -> None:
        """Enter the `audit` or the `event` part of what happened to one resource.

        The two parts of one act share an entry, and so one step of the resource's head.
        """
        same = (entry for entry in reversed(self.entries) if entry["about"] == about)
        latest = next((entry for entry in same if entry["kind"] == kind), None)
        if latest is None or part in latest:
            latest = {"kind": kind, "about": about}
            self.entries.append(latest)
        latest[part] = values

    def keep_answer(
        self, key: RequestKey, *, status: int, headers: dict[str, str], body: bytes
    ) -> None:
        """Keep the answer of an idempotent request; only 2xx come here."""
        self.answer = {
            "subject": key.subject,
            "method": key.method,
            "path": key.path,
            "key": key.key,
            "fingerprint": key.fingerprint.hex(),
            "status": status,
            "headers": headers,
            "body": body.decode(),
        }

    def written(self) -> str:
        """The entries as JSON, in their order."""
        once = {"answer": self.answer, "applied": self.applied}
        there = {name: value for name, value in once.items() if value is not None}
        return orjson.dumps({"entries": self.entries, **there}, default=str).decode()
