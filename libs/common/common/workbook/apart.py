"""Reads and writes workbooks in a process of its own, with limits: the API's goes on meanwhile."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import orjson

from common.documents.apart import Attendant, answer_of, preload
from common.documents.inside.limits import MIB, Limits, Unfit
from common.documents.inside.look import look, quiet
from common.documents.refusals import FINDINGS, refused_for
from common.workbook.faults import Fault
from common.workbook.reading import (
    Reading,
    Sheets,
    formula_faults,
    read_sheets,
    reading_of,
)
from common.workbook.sheets import Book
from common.workbook.writing import Order, workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WITHIN_S: Final = 20.0
AT_ONCE: Final = 2
ANSWER_BYTES: Final = 64 * MIB
# A roster of the most enterprises unpacks to about 5 MB.
LIMITS: Final = Limits(parts=200, unpacked_bytes=64 * MIB)

preload(("common.workbook.apart",))


class NotWritten(RuntimeError):
    """A workbook could not be written: a limit was reached, or the code is wrong."""


class Clerk:
    """Reads and writes a few workbooks of one kind at a time."""

    def __init__(self, book: Book, limits: Limits = LIMITS) -> None:
        self._book = book
        self._limits = limits
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._idle = [
            Attendant(
                what_it_says, limits, book, begin=hold, within_s=WITHIN_S, most_bytes=ANSWER_BYTES
            )
            for _ in range(AT_ONCE)
        ]

    async def read(self, file: Path) -> Reading:
        """What a workbook says; raises `DocumentRefused` for one that is not fit to be read."""
        async with self._turn:
            return await asyncio.to_thread(self.read_here, file)

    def read_here(self, file: Path) -> Reading:
        """The same in the calling thread."""
        attendant = self._idle.pop()
        try:
            said = attendant.ask(str(file))
        finally:
            self._idle.append(attendant)
        answer: dict[str, Any] = orjson.loads(said) if said else {"finding": "not_inspected"}
        finding = answer.get("finding")
        if finding is not None:
            raise refused_for(finding if finding in FINDINGS else "not_inspected")
        faults = [Fault(**one) for one in answer.pop("faults")]
        return reading_of(Sheets(**answer, faults=faults), self._book)

    async def write(self, order: Order) -> bytes:
        """The bytes of a workbook."""
        async with self._turn:
            made = await asyncio.to_thread(
                answer_of,
                report_writing,
                order,
                self._book,
                self._limits,
                within_s=WITHIN_S,
                most_bytes=ANSWER_BYTES,
            )
        if not made:
            raise NotWritten(order.subtitle)
        return made


def hold(limits: Limits, _book: Book) -> None:
    """Hold this process to its limits."""
    quiet()
    limits.hold()


def what_it_says(limits: Limits, book: Book, file: str) -> bytes:
    """The sheets of a workbook, or in one word why it is not read; or die over it."""
    try:
        return orjson.dumps(_looked_into_and_read(Path(file), book, limits))
    except Unfit as finding:
        return orjson.dumps({"finding": str(finding)})
    except Exception:
        os._exit(1)  # a reader that fails has not read the workbook


def _looked_into_and_read(file: Path, book: Book, limits: Limits) -> Sheets:
    # The reader lets go of the interpreter while it unpacks; nothing is said before both ended.
    with ThreadPoolExecutor(max_workers=1) as beside:
        looked = beside.submit(_looked_into, file, book, limits)
        try:
            found = read_sheets(file, book)
        except Exception:
            looked.result()  # if it has something to say, that says more
            raise
        found.note(looked.result())
    return found


def _looked_into(file: Path, book: Book, limits: Limits) -> list[Fault]:
    look(file, XLSX, limits)
    return formula_faults(file, book)


def report_writing(to: Connection, order: Order, book: Book, limits: Limits) -> None:
    """Send the bytes of a workbook."""
    limits.hold()
    to.send_bytes(workbook(order, book))
