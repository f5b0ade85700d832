"""What a paper can hold: tables too long for it are named by their count and their hash.

The press has so much memory for one paper, and nobody reads a hundred pages of rows.
"""

from collections.abc import Sequence
from typing import Any, Final

from common.canonical import sha256_hex

MOST_ROWS: Final = 800
# Of all tables of one paper together. A roster of 800 rows has 130,000; 300,000 exceed the press.
MOST_CHARACTERS: Final = 180_000

Block = dict[str, Any]


def fitted(sections: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sections with their tables as they are, as far as the paper holds them."""
    left = MOST_CHARACTERS
    fitting = []
    for section in sections:
        blocks = []
        for block in section["blocks"]:
            size = _size(block)
            fits = size <= left and len(block["rows"]) <= MOST_ROWS
            left -= size if fits else 0
            blocks.append(_as_it_is(block) if fits else _elsewhere(block))
        fitting.append({**section, "blocks": blocks})
    return fitting


def _size(block: Block) -> int:
    if block["kind"] != "table":
        return 0
    return sum(len(cell) for row in block["rows"] for cell in row)


def _as_it_is(block: Block) -> Block:
    return {name: value for name, value in block.items() if name != "of"}


def _elsewhere(block: Block) -> Block:
    """A table on paper by its count, and the hash that binds its rows to the paper."""
    rows = list(block["of"])
    named = {"label": block["label"]} if "label" in block else {}
    return {"kind": "elsewhere", "count": len(rows), "hash": sha256_hex(rows), **named}
