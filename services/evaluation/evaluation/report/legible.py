"""What was filed, made fit to be read: nothing in it steers the page or turns its direction."""

from typing import Any, Final
from unicodedata import category

# Controls, formats (bidirectional ones too), surrogates, private and unassigned characters.
_NOT_SHOWN: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARK: Final = "〓"


def legible(value: Any) -> Any:
    """JSON whose texts show a mark for every character that nobody would see."""
    if isinstance(value, dict):
        return {key: legible(each) for key, each in value.items()}
    if isinstance(value, list):
        return [legible(each) for each in value]
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(_MARK if category(each) in _NOT_SHOWN else each for each in value)
