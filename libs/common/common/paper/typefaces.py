"""The two typefaces of all paper, and what they can show."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import pylopdf_fonts_zh_cn

FOLDER: Final = Path(pylopdf_fonts_zh_cn.__file__).parent
# What a printer puts where a character is not in the case (geta).
MISSING: Final = "〓"
_SPACES: Final = {ord(space) for space in "\t\n "}
_SEGMENTED_COVERAGE: Final = 12


def shown(value: Any, characters: frozenset[int]) -> Any:
    """JSON with `MISSING` for whatever the typefaces lack: archivable paper may not hold it."""
    if isinstance(value, dict):
        return {key: shown(each, characters) for key, each in value.items()}
    if isinstance(value, list):
        return [shown(each, characters) for each in value]
    if not isinstance(value, str) or characters.issuperset(map(ord, value)):
        return value
    composed = normalize("NFC", value)
    return "".join(each if ord(each) in characters else MISSING for each in composed)


def characters() -> frozenset[int]:
    """Every character that one of the typefaces has."""
    faces = (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())
    return frozenset(_SPACES.union(*(_mapped(face.read_bytes()) for face in faces)))


def _mapped(face: bytes) -> Iterator[int]:
    """The characters of an OpenType file's `cmap`, from its table of full Unicode."""
    tables = (struct.unpack_from(">4sIII", face, 12 + 16 * n) for n in range(_number(face, 4)))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    for n in range(_number(face, cmap + 2)):
        at = cmap + struct.unpack_from(">I", face, cmap + 8 + 8 * n)[0]
        if _number(face, at) == _SEGMENTED_COVERAGE:
            (groups,) = struct.unpack_from(">I", face, at + 12)
            for first, last, _ in struct.iter_unpack(">III", face[at + 16 : at + 16 + 12 * groups]):
                yield from range(first, last + 1)


def _number(face: bytes, at: int) -> int:
    (number,) = struct.unpack_from(">H", face, at)
    return int(number)
