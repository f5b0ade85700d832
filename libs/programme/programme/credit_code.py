"""Unified social credit codes (GB 32100-2015): shape, and check digit over the full alphabet."""

import re
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PRIME: Final = len(ALPHABET)
_SHAPE: Final = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", re.ASCII)
WEIGHTS: Final = tuple(pow(3, place, PRIME) for place in range(17))


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """Whether a code has the shape, and whether its check digit agrees.

    A wrong check digit is a warning that can be confirmed with proof, not a refusal: real
    published codes fail it.
    """

    well_formed: bool
    check_digit_ok: bool


def check_credit_code(code: str) -> CreditCodeCheck:
    """Both checks of a code as it was written; nothing is trimmed or put in upper case."""
    if not _SHAPE.fullmatch(code):
        return CreditCodeCheck(well_formed=False, check_digit_ok=False)
    return CreditCodeCheck(well_formed=True, check_digit_ok=check_digit(code[:-1]) == code[-1])


def check_digit(body: str) -> str:
    """The check digit of the first seventeen characters; raises `ValueError` for others."""
    if len(body) != len(WEIGHTS):
        raise ValueError("the body has seventeen characters")
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True)
    )
    return ALPHABET[-total % PRIME]
