"""The templates of the register's papers."""

from importlib.resources import files
from typing import Final

from common.paper.printing import OFFICIAL

_HERE: Final = files("registry.paper")


def template(name: str) -> str:
    """A paper's template."""
    return _HERE.joinpath(f"{name}.typ").read_text("utf-8")


def official(name: str) -> str:
    """A paper's template, with what official papers share before it."""
    return f"{OFFICIAL}\n{template(name)}"
