"""The kinds of documents, as the form's vocabulary has them."""

from typing import TYPE_CHECKING, Literal

from programme.forms.tables import load_form

if TYPE_CHECKING:
    DocumentKind = str
else:
    DocumentKind = Literal[tuple(kind.value for kind in load_form("application").document_kinds)]
