"""JSON as sent: no duplicate keys, no NaN, no infinities, no text a database cannot hold."""

import json
import math
from typing import Any, Final

from common.errors import Malformed

MAX_DEPTH: Final = 32


def parse_strict(raw: bytes) -> Any:
    """The value of a JSON body; raises `Malformed`."""
    try:
        value = json.loads(
            raw, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_finite
        )
        # Only an escape can put a NUL or half a character into text that is UTF-8.
        check = _check_text if b"\\u" in raw else _check_depth
        check(value)
    except (ValueError, RecursionError) as error:
        raise Malformed() from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse(_constant: str) -> None:
    raise ValueError("not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("out of range")
    return number


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    for item in value.values() if type(value) is dict else value if type(value) is list else ():
        if type(item) is dict or type(item) is list:
            _check_depth(item, depth + 1)


def _check_text(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("NUL in text")
        value.encode()  # a lone surrogate has no UTF-8 form
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, depth + 1)
            _check_text(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_text(item, depth + 1)
