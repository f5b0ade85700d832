"""PDF: every object is looked at, those inside object streams too, where a search finds nothing."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from common.documents.inside.limits import Limits, Unfit

READ_BYTES: Final = 1_048_576
# A dictionary with one of these keys does something, or carries something along.
_ACTIVE_KEYS: Final = frozenset(
    ("/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia")
)
# Actions (ISO 32000-2, 12.6.4) that stay inside the document, or wait for a click on a link.
_ACTIVE_ACTIONS: Final = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
        "/Movie",
        "/Sound",
    ]
)
_ACTIVE_PARTS: Final = frozenset(("/RichMedia", "/FileAttachment", "/Movie", "/Screen", "/3D"))
_FLATE: Final = frozenset(("/FlateDecode", "/Fl"))


def look(file: Path, _media_type: str, limits: Limits) -> None:
    """Refuse a PDF that is none, is encrypted, does something, or is a bomb."""
    if zipfile.is_zipfile(file):  # two types at once: who opens it decides what it is
        raise Unfit("type_differs")
    try:
        with file.open("rb") as opened:
            _check(PdfReader(opened), limits)
    except LimitReachedError as error:
        raise Unfit("too_many_parts") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unfit("damaged") from error


def _check(reader: PdfReader, limits: Limits) -> None:
    if reader.is_encrypted:
        raise Unfit("encrypted")
    _check_pages(reader, limits)
    unpacked = 0
    for count, each in enumerate(_objects(reader)):
        if count > limits.objects:
            raise Unfit("too_many_parts")
        _check_active(each)
        unpacked += _unpacked(each, limits)
        limits.check_unpacked(unpacked, packed=unpacked)


def _check_pages(reader: PdfReader, limits: Limits) -> None:
    pages = reader.get_num_pages()
    if pages > limits.pages:
        raise Unfit("too_many_parts")
    if pages < 1 or _value(reader.pages[0], "/Type") != "/Page":
        raise Unfit("damaged")


def _objects(reader: PdfReader) -> Iterator[Any]:
    yield reader.trailer
    loose = {
        (number, generation) for generation, of in reader.xref.items() for number in of if number
    }
    packed = {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(loose | packed):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _check_active(top: Any) -> None:
    waiting = [top]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            _check_dictionary(each)
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list.__iter__(each)


def _check_dictionary(of: DictionaryObject) -> None:
    opening = _value(of, "/OpenAction")
    # Where to begin reading is a place (an array, or the action GoTo); anything else acts.
    acts = isinstance(opening, DictionaryObject) and _value(opening, "/S") != "/GoTo"
    if (
        acts
        or not _ACTIVE_KEYS.isdisjoint(of)
        or _value(of, "/S") in _ACTIVE_ACTIONS
        or _value(of, "/Subtype") in _ACTIVE_PARTS
        or _value(of, "/Type") == "/EmbeddedFile"
    ):
        raise Unfit("active_content")


def _value(of: DictionaryObject, key: str) -> Any:
    value = of.raw_get(key) if key in of else None
    return value.get_object() if isinstance(value, IndirectObject) else value


def _unpacked(each: Any, limits: Limits) -> int:
    """The size of a stream unpacked; a picture's is known by its width and height."""
    if not isinstance(each, StreamObject):
        return 0
    if _value(each, "/Subtype") == "/Image":
        if int(_value(each, "/Width") or 0) * int(_value(each, "/Height") or 0) > limits.pixels:
            raise Unfit("expands_too_far")
        return 0
    filters = _value(each, "/Filter")
    chain = filters if isinstance(filters, ArrayObject) else [filters]
    if sum(one in _FLATE for one in chain) > 1:
        raise Unfit("expands_too_far")
    return _inflated(each._data, limits) if chain[:1] and chain[0] in _FLATE else 0


def _inflated(packed: bytes, limits: Limits) -> int:
    inflating, size, rest = zlib.decompressobj(), 0, packed
    while rest and not inflating.eof:
        try:
            size += len(inflating.decompress(rest, READ_BYTES))
        except zlib.error:  # what a reader may make of the rest is not more than it has
            break
        rest = inflating.unconsumed_tail
        limits.check_unpacked(size, packed=len(packed))
    return size
