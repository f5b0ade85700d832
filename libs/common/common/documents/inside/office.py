"""Workbooks and texts (OOXML): every part of the archive is looked at before a library opens it."""

import re
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import filetype
from python_calamine import CalamineError, CalamineWorkbook

from common.documents.inside.limits import Limits, Unfit

TYPES: Final = "[Content_Types].xml"
READ_BYTES: Final = 262_144
_MACROS: Final = re.compile(r"vbaproject|vbadata|/macrosheets/", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"/(embeddings|activex|externallinks)/", re.IGNORECASE)
_ARCHIVES: Final = {"zip", "rar", "7z", "gz", "bz2", "xz", "tar", "exe", "elf", "pdf", "cab"}
# What the main part of each kind is called in the list of types; a macro-enabled one differs.
_MAIN: Final = {
    "sheet": "spreadsheetml.sheet.main+xml",
    "document": "wordprocessingml.document.main+xml",
}
# Other relations to the outside (templates, frames, data) are loaded without a click.
_CLICKED: Final = "/hyperlink"


def look(file: Path, media_type: str, limits: Limits) -> None:
    """Refuse what is no plain workbook or text."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive.infolist(), limits)
            for part in archive.infolist():
                _check_part(archive, part)
            _check_main(archive.read(TYPES).decode(errors="replace"), media_type)
        if media_type.endswith(".sheet"):
            with CalamineWorkbook.from_path(file) as workbook:
                if len(workbook.sheet_names) > limits.parts:
                    raise Unfit("too_many_parts")
    except (zipfile.BadZipFile, expat.ExpatError, CalamineError, KeyError, EOFError) as error:
        raise Unfit("damaged") from error


def _check_parts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise Unfit("too_many_parts")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Unfit("expands_too_far")
    for part in parts:
        limits.check_unpacked(part.file_size, packed=part.compress_size)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise Unfit("encrypted")
    if _MACROS.search(part.filename):
        raise Unfit("macros")
    if _EMBEDDED.search(f"/{part.filename}"):
        raise Unfit("embedded")
    with archive.open(part) as opened:
        first = opened.read(READ_BYTES)
        if filetype.guess_extension(first) in _ARCHIVES:
            raise Unfit("embedded")
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            parser = _parser(relations=part.filename.endswith(".rels"))
            while first:
                parser.Parse(first)
                first = opened.read(READ_BYTES)
            parser.Parse(b"", True)


def _parser(*, relations: bool) -> Any:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype  # entities are declared in one: no office file has it
    if relations:
        parser.StartElementHandler = _relation
    return parser


def _doctype(*_: object) -> None:
    raise Unfit("expands_too_far")


def _relation(_name: str, attributes: dict[str, str]) -> None:
    outside = attributes.get("TargetMode") == "External"
    if outside and not attributes.get("Type", "").endswith(_CLICKED):
        raise Unfit("embedded")


def _check_main(types: str, media_type: str) -> None:
    if "macroenabled" in types.lower():
        raise Unfit("macros")
    if _MAIN[media_type.rpartition(".")[2]] not in types:
        raise Unfit("type_differs")
