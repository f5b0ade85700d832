"""The templates of the register's papers."""

from importlib.resources import files
from typing import Final

_HERE: Final = files("registry.paper")


def template(name: str) -> str:
    """A paper's template."""
    return _HERE.joinpath(f"{name}.typ").read_text("utf-8")
