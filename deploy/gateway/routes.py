"""Which service answers which path, read from the committed OpenAPI documents."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Final

DOCUMENTS: Final = Path(__file__).resolve().parents[2] / "docs" / "api"
# Pages for people: HTML has no place in an API's document, so the registry's are named here.
PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "registry": (
        "/",
        "/register",
        "/register/{number}",
        "/notices",
        "/notices/{number}",
        "/verify",
    ),
}
_PARAMETER: Final = re.compile(r"\{[^/{}]+\}")
_ANY: Final = "\0"


class NoContract(RuntimeError):
    """A service's OpenAPI document is not there; says how it is made."""


class Ambiguous(RuntimeError):
    """Two services answer one path, so no gateway could tell which is meant."""


def paths_of(service: str, documents: Path = DOCUMENTS) -> list[str]:
    """The paths a service answers, its pages among them; raises `NoContract`."""
    file = documents / f"{service}.json"
    if not file.exists():
        raise NoContract(f"docs/api/{file.name} is missing: run `make contracts`.")
    return sorted([*json.loads(file.read_text())["paths"], *PAGES.get(service, ())])


def require_unambiguous(paths: Mapping[str, Iterable[str]]) -> None:
    """Raise `Ambiguous` when a request could be for two services, whatever its method."""
    for (one, ones), (other, others) in combinations(paths.items(), 2):
        for left in ones:
            for right in others:
                if _overlap(left, right):
                    raise Ambiguous(f"{left} of {one} and {right} of {other} are one path")


def pattern(paths: Iterable[str]) -> str:
    """A regular expression that matches exactly the requests for these paths."""
    return f"^(?:{'|'.join(_pattern(path) for path in paths)})$"


def _pattern(path: str) -> str:
    literals = [re.escape(part) for part in _PARAMETER.split(path)]
    return "[^/]+".join(literals)


def _overlap(left: str, right: str) -> bool:
    ones, others = (_PARAMETER.sub(_ANY, path).split("/") for path in (left, right))
    return len(ones) == len(others) and all(map(_same_segment, ones, others))


def _same_segment(one: str, other: str) -> bool:
    return one == other or _matches(one, other) or _matches(other, one)


def _matches(template: str, segment: str) -> bool:
    return re.fullmatch(re.escape(template).replace(re.escape(_ANY), ".+"), segment) is not None
