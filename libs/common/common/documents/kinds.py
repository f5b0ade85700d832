"""The kinds of files that are taken: media type, endings of a name, and who looks inside."""

from dataclasses import dataclass
from typing import Final, Literal

_INSIDE: Final = "common.documents.inside"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# "not_scanned" is never "clean": nobody was asked, or nobody answered.
ScanState = Literal["not_scanned", "clean", "infected"]


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind; `begins_as` are the types that its first bytes may be taken for."""

    endings: tuple[str, ...]
    begins_as: tuple[str, ...]
    reader: str


KINDS: Final[dict[str, FileKind]] = {
    "application/pdf": FileKind((".pdf",), ("application/pdf",), f"{_INSIDE}.pdf"),
    "image/jpeg": FileKind((".jpg", ".jpeg"), ("image/jpeg",), f"{_INSIDE}.picture"),
    "image/png": FileKind((".png",), ("image/png",), f"{_INSIDE}.picture"),
    _SHEET: FileKind((".xlsx",), (_SHEET, "application/zip"), f"{_INSIDE}.office"),
    _WORD: FileKind((".docx",), (_WORD, "application/zip"), f"{_INSIDE}.office"),
}
READERS: Final = sorted({kind.reader for kind in KINDS.values()})


def name_fits(name: str, *, media_type: str) -> bool:
    """Whether a file name ends as files of this media type do."""
    return name.lower().endswith(KINDS[media_type].endings)


def ending_of(media_type: str) -> str:
    """How a file of this media type is named; nothing for one that is not known."""
    kind = KINDS.get(media_type)
    return kind.endings[0] if kind else ""
