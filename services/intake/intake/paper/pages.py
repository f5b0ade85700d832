"""The templates of the official papers."""

from importlib.resources import files
from typing import Final

from common.paper.printing import FILLED, OFFICIAL

_HERE: Final = files("intake.paper")


def template(name: str) -> str:
    """A paper's template, with what official papers share before it."""
    shared = f"{OFFICIAL}\n{FILLED}" if name == "form" else OFFICIAL
    return f"{shared}\n{_HERE.joinpath(f'{name}.typ').read_text('utf-8')}"
