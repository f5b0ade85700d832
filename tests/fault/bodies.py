"""What the clients send with an act, from `acts.toml`."""

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("acts.toml").read_text())


def said(name: str, **more: Any) -> dict[str, Any]:
    """The body of an act, with what only the story knows."""
    body: dict[str, Any] = deepcopy(_all()[name])
    return body | more
