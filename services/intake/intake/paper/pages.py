"""The templates of the official papers."""

from importlib.resources import files
from typing import Final

from common.paper.printing import OFFICIAL

_HERE: Final = files("intake.paper")


def template(name: str) -> str:
    """A paper's template, with what official papers share before it."""
    return f"{OFFICIAL}\n{_HERE.joinpath(f'{name}.typ').read_text('utf-8')}"
