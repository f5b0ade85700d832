"""Canonical bytes are RFC 8785's, whichever of the two writes them."""

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from common.canonical import LARGEST, canonical_bytes, sha256_hex

# A lone surrogate has no UTF-8 form and never gets past the door.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ASCII = st.text(st.characters(max_codepoint=127))
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(ASCII, inner) | st.dictionaries(TEXT, inner),
)


def composed(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    return [composed(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_it_is_the_form_of_the_rfc(value):
    assert canonical_bytes(value) == rfc8785.dumps(composed(value))


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1, 10**30])
def test_an_integer_that_a_reader_would_round_is_refused(number):
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical_bytes({"n": [number]})


def test_names_sort_by_utf_16_where_code_points_sort_otherwise():
    # U+FF01 is before U+1F600 as a code point, and after its first surrogate in UTF-16.
    assert list(canonical_bytes({"\uff01": 1, "\U0001f600": 2}).decode()) == list(
        '{"\U0001f600":2,"\uff01":1}'
    )


def test_one_text_written_in_two_ways_has_one_hash():
    assert sha256_hex({"name": "caf\u00e9"}) == sha256_hex({"name": "cafe\u0301"})
