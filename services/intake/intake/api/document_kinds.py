"""The kinds of documents, as the form's vocabulary has them."""

from typing import TYPE_CHECKING, Final, Literal

from intake.domain.document import SITE_PHOTO
from programme.forms.tables import load_form

_KINDS: Final = tuple(kind.value for kind in load_form("application").document_kinds)

if TYPE_CHECKING:
    DocumentKind = str
    FiledKind = str
else:
    DocumentKind = Literal[_KINDS]
    # What an institution can be asked for: the photographs are the district's.
    FiledKind = Literal[tuple(kind for kind in _KINDS if kind != SITE_PHOTO)]
