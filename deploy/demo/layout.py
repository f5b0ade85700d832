"""How lines are set on a terminal, where a Chinese character takes two places."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import east_asian_width

NARROWEST: Final = 80
WIDEST: Final = 110
# No line begins with a closing sign or ends with an opening one; numbers and dates stay whole.
WORD: Final = re.compile(r"\s+|[（《「]*(?:[!-~]+|[^\s!-~])[，。；：、）》」]*")


def width(text: Iterable[str]) -> int:
    """How many places a text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, places: int) -> str:
    """A text followed by as much space as the column has left."""
    return text + " " * (places - width(text))


def places() -> int:
    """How wide a line may be here."""
    return min(max(shutil.get_terminal_size((WIDEST, 24)).columns, NARROWEST), WIDEST)


def words(text: str) -> list[str]:
    """The pieces of a text between which a line may be broken."""
    return WORD.findall(text)


def hanging(start: str, pieces: Iterable[str]) -> Iterator[str]:
    """Pieces after their start, broken where the line is full, every line of them in its column."""
    room, line = places() - width(start), ""
    for piece in pieces:
        if line and width(line) + width(piece.rstrip()) > room:
            yield (start + line).rstrip()
            start, line = " " * width(start), ""
        line += piece if line else piece.lstrip()
    yield (start + line).rstrip()


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "  ".join(padded(cell, place) for cell, place in cells).rstrip()
