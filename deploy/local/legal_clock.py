"""The development stack's legal clock: one file with its distance from the system clock."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from common.clock import LegalClock


class Backwards(ValueError):
    """The legal clock only moves forward: what was decided on a day stays decided on it."""


def begin(file: Path, *, at: datetime | None) -> None:
    """Set a fresh stack's clock; one that runs already is kept where it is, or moved forward."""
    if not file.exists():
        _write(file, at or datetime.now(UTC))
    elif at is not None:
        move(file, to=at)


def move(file: Path, *, to: datetime) -> datetime:
    """Move the clock forward to an instant with offset; returns the legal now."""
    if to.tzinfo is None:
        raise ValueError("the instant needs its offset, as in 2024-03-01T09:00:00+08:00")
    if to < LegalClock(file).now():
        raise Backwards("the legal clock only moves forward")
    _write(file, to)
    return LegalClock(file).now()


def _write(file: Path, at: datetime) -> None:
    offset_s = (at - datetime.now(UTC)).total_seconds()
    write_whole(file, json.dumps({"offset_seconds": offset_s}))


def write_whole(file: Path, text: str, *, mode: int = 0o644) -> None:
    """Write so that a reader sees the old file or the new one, never half of one."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    draft.touch(mode=mode)
    draft.write_text(text)
    draft.replace(file)
