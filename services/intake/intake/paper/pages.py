"""The templates of the official papers."""

from importlib.resources import files
from typing import Final

_HERE: Final = files("intake.paper")


def template(name: str) -> str:
    """A paper's template, with what official papers share before it."""
    shared, own = (_HERE.joinpath(f"{each}.typ").read_text("utf-8") for each in ("official", name))
    return f"{shared}\n{own}"
