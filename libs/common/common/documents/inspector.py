"""Has a document looked at in a process of its own, with limits; only that process may crash."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from common.documents.apart import answer_of, preload
from common.documents.inside.limits import Limits
from common.documents.inside.look import FIT, report
from common.documents.kinds import READERS
from common.documents.refusals import FINDINGS, refused_for

WITHIN_S: Final = 20.0
AT_ONCE: Final = 2
ANSWER_BYTES: Final = 100

preload(READERS)


@dataclass(frozen=True, slots=True)
class Inspector:
    """Looks inside documents, a few at a time; `within_s` is real time."""

    within_s: float = WITHIN_S
    limits: Limits = field(default_factory=Limits)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def inspect(self, file: Path, media_type: str) -> None:
        """Raise `DocumentRefused` unless the content is what it is said to be, and does nothing."""
        async with self.turn:
            finding = await asyncio.to_thread(self._look, file, media_type)
        if finding != FIT:
            raise refused_for(finding)

    def _look(self, file: Path, media_type: str) -> str:
        said = answer_of(
            report,
            str(file),
            media_type,
            self.limits,
            within_s=self.within_s,
            most_bytes=ANSWER_BYTES,
        )
        finding = said.decode(errors="replace")
        return finding if finding == FIT or finding in FINDINGS else "not_inspected"
