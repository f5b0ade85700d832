"""Printing: a few documents at once, each in a process of its own, within a time."""

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Final

from common.errors import Unavailable

# One thread and one arena: the limit on memory counts what is reserved, and cores vary.
_ENVIRONMENT: Final = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
_PRESS: Final = ("-I", "-m", "common.paper.press")
_SHEET: Final = files("common.paper").joinpath("sheet.typ").read_text("utf-8")
# What official papers share beside it; it goes before a template that wants it.
OFFICIAL: Final = files("common.paper").joinpath("official.typ").read_text("utf-8")
# The blocks of a filled form; after the above.
FILLED: Final = files("common.paper").joinpath("filled.typ").read_text("utf-8")


class PrintingFailed(RuntimeError):
    """A document could not be printed: the template is wrong, or a limit was reached."""


class Press:
    """Prints at most `at_once` documents at a time; whoever would be too far back is told."""

    def __init__(self, *, at_once: int = 2, in_line: int = 8, seconds: float = 15.0) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._places = at_once + in_line
        self._seconds = seconds
        self._taken = 0

    async def printed(self, template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
        """The PDF of a template with data; raises `Unavailable`, or `PrintingFailed`.

        The template starts from the names of `sheet.typ`. Data reach it as JSON in `data`, never
        as markup: a `#` in a name is a `#` on paper.
        """
        if self._taken >= self._places:
            raise Unavailable(retry_after_s=5)
        self._taken += 1
        try:
            async with self._turns:
                return await _printed(_order(template, data, at), seconds=self._seconds)
        finally:
            self._taken -= 1


def _order(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    instant = at.astimezone(UTC).replace(microsecond=0)  # Typst writes a document's date as UTC
    order = {
        "template": f"{_SHEET}\n{template}",
        "data": json.dumps({**data, "date": _parts(instant)}, ensure_ascii=False),
        "at": instant.isoformat(),
    }
    return json.dumps(order).encode()


def _parts(at: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(at, name) for name in names}


async def _printed(order: bytes, *, seconds: float) -> bytes:
    press = await asyncio.create_subprocess_exec(
        sys.executable,
        *_PRESS,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=dict(_ENVIRONMENT),  # and nothing of ours: no setting, no secret
    )
    try:
        async with asyncio.timeout(seconds):
            paper, complaint = await press.communicate(order)
    except TimeoutError:
        raise PrintingFailed(f"no paper within {seconds:g} s") from None
    finally:
        if press.returncode is None:  # time is over, or nobody waits any more
            press.kill()
            await press.wait()
    if press.returncode != 0:
        raise PrintingFailed(complaint.decode(errors="replace")[-2000:])
    return paper
