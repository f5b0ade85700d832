"""The press: a program that reads one order from standard input and writes one PDF, under limits.

It is started anew for each document (`common.paper.printing`), so that no template and no data
can take more memory or time than one document is worth, and nothing is left behind.
"""

import json
import resource
import sys
from datetime import datetime
from typing import Any, Final

import typst

from common.paper import typefaces

MEMORY_BYTES: Final = 512 << 20
CPU_SECONDS: Final = 10
# For archives (ISO 19005-2, level A) and for screen readers (ISO 14289-1).
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]


def main() -> None:
    """Set the limits, take the order, print it."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    sys.stdout.buffer.write(pressed(json.load(sys.stdin)))


def pressed(order: dict[str, str]) -> bytes:
    """The PDF of an order: `template`, `data` (JSON as text), and the instant it bears."""
    # The same paper on every machine: these typefaces and no others.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(typefaces.FOLDER)])
    data = typefaces.shown(json.loads(order["data"]), typefaces.characters())
    return typst.compile(
        order["template"].encode(),
        sys_inputs={"data": json.dumps(data)},
        font_paths=fonts,
        pdf_standards=STANDARDS,
        timestamp=datetime.fromisoformat(order["at"]),
    )


def _limit(kind: int, most: int) -> None:
    resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
