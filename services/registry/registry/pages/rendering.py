"""A page as bytes with the headers that keep it from loading or running anything."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from common.clock import told
from registry.pages.words import Language, Words

_TEMPLATES: Final = Environment(
    loader=PackageLoader("registry", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STYLE: Final = files("registry.pages").joinpath("page.css").read_text("utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# Nothing but this very style sheet: no script, no picture from anywhere, forms to ourselves alone.
HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Linking:
    """The addresses of pages: they keep the language that somebody chose by hand."""

    def __init__(self, path: str, query: Mapping[str, str], chosen: str | None) -> None:
        self._path = path
        self._query = {name: value for name, value in query.items() if name != "lang"}
        self._kept = {"lang": chosen} if chosen else {}
        self.kept = chosen

    def __call__(self, path: str, /, **query: Any) -> str:
        """The address of a page."""
        given = {name: str(value) for name, value in query.items() if value}
        return _address(path, given | self._kept)

    def in_language(self, language: str) -> str:
        """This very page in a language."""
        return _address(self._path, self._query | {"lang": language})

    def further(self, cursor: str | None) -> str:
        """This very list from a place on; from its beginning without one."""
        rest = {name: value for name, value in self._query.items() if name != "cursor"}
        following = {"cursor": cursor} if cursor else {}
        return _address(self._path, rest | following | self._kept)


def rendered(
    name: str, language: Language, linking: Linking, *, at: datetime, **view: Any
) -> bytes:
    """A page in a language, as made at a legal instant."""
    words = Words(language)
    page = _TEMPLATES.get_template(f"{name}.html.jinja").render(
        w=words,
        link=linking,
        style=Markup(_STYLE),  # noqa: S704 (a file of this package)
        made=words("as_of", at=told(at)),
        **view,
    )
    return page.encode()


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
