"""By which terms a cluster is found: pairs of Chinese characters, and words of other letters."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from registry.domain.search_refusals import SearchTooShort

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE: Final = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_CHINESE: Final = re.compile(rf"[{_HAN}]")
# The beginning of a cluster's number, as people type it.
_NUMBER: Final = re.compile(r"[a-z]{2}-(\d{1,4}|\d{4}-\d*)", re.ASCII)
LONGEST_WORD: Final = 64


def folded(text: str) -> str:
    """The text as it is compared: full width and half width, capitals and small letters alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def search_terms(*texts: str) -> list[str]:
    """The terms by which any of these texts is found, each once."""
    return sorted({term for text in texts for piece in _pieces(text) for term in _terms(piece)})


def wanted_terms(words: str) -> list[str]:
    """The terms that must all be there; raises `SearchTooShort` for words that find nothing.

    A run of Chinese characters is found by its pairs, so one character alone cannot be.
    """
    pieces = list(_pieces(words))
    short = [piece for piece in pieces if len(piece) == 1 and _CHINESE.match(piece)]
    if short or not pieces:
        raise SearchTooShort()
    return sorted({term for piece in pieces for term in _terms(piece)})


def terms_apart(words: str) -> list[str]:
    """Those of the wanted terms that share no character: all there is, said once."""
    return sorted({term for piece in _pieces(words) for term in list(_terms(piece))[::2]})


def wanted_number(words: str) -> str | None:
    """The beginning of a number, if that is what the words are."""
    number = folded(words).strip()
    return number.upper() if _NUMBER.fullmatch(number) else None


def _pieces(text: str) -> Iterator[str]:
    return (found.group() for found in _PIECE.finditer(folded(text)))


def _terms(piece: str) -> Iterator[str]:
    if not _CHINESE.match(piece):
        yield piece[:LONGEST_WORD]
        return
    for first, second in pairwise(piece):
        yield first + second
