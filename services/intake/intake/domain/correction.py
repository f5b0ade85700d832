"""What a request for correction points at: a place of the form, or a document of the case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from common.errors import FieldError, InvalidContent, Text
from intake.domain.document import SITE_PHOTO, Document
from programme.forms.tables import Field, Form, form_of

NO_SUCH_PLACE: Final = Text(
    "申报书中没有此处，所附材料中也没有此件。",
    "Neither the form has this place, nor the application such a document.",
)
# A row beyond this is in no list of the form.
_ROWS: Final = 100_000


def require_places(items: Iterable[Mapping[str, Any]], documents: Sequence[Document]) -> None:
    """Refuse items that point at nothing which the institution could correct (art. 9)."""
    form = form_of("renewal")  # what a designation lacks, nobody asks of one
    strange = [
        FieldError(f"/items/{index}/pointer", "no_such_place", NO_SUCH_PLACE)
        for index, item in enumerate(items)
        if not _exists(item["pointer"].split("/")[1:], form, documents)
    ]
    if strange:
        raise InvalidContent(errors=strange)


def _exists(parts: Sequence[str], form: Form, documents: Sequence[Document]) -> bool:
    if not parts:
        return False
    first, *rest = parts
    if first == "documents":
        # One that is missing has no id.
        kinds = {kind.value for kind in form.document_kinds} - {SITE_PHOTO}
        return len(rest) == 1 and rest[0] in kinds | {str(document.id) for document in documents}
    sections = {section.name: section for section in form.sections}
    if first not in sections:
        return False
    section = sections[first]
    return _in_rows(section.fields, rest, listed=section.shape != "object")


def _in_rows(fields: Iterable[Field], parts: Sequence[str], *, listed: bool) -> bool:
    if listed and parts:
        index, *parts = parts
        if not (index.isascii() and index.isdigit() and int(index[:7]) < _ROWS):
            return False
    if not parts:
        return True
    name, *rest = parts
    named = [field for field in fields if field.name == name]
    if not named or not rest:
        return bool(named)
    # A table has rows of its own; a list has items and nothing below them.
    columns = named[0].columns if named[0].type == "table" else ()
    return named[0].type in {"table", "list"} and _in_rows(columns, rest, listed=True)
