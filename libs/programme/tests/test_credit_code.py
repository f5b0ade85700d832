"""Unified social credit codes: shape is strict, a wrong check digit is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.credit_code import CreditCodeCheck, check_credit_code, check_digit

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODIES = st.tuples(
    st.text(_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(_ALPHABET, min_size=9, max_size=9),
).map("".join)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000101623741K", "911101066976941872"])
def test_a_published_code_is_right(code: str) -> None:
    assert check_credit_code(code) == CreditCodeCheck(well_formed=True, check_digit_ok=True)


def test_a_real_published_code_fails_its_check_digit() -> None:
    found = check_credit_code("91350211M0000XUF46")
    assert found == CreditCodeCheck(well_formed=True, check_digit_ok=False)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91110000101623741",
        "91110000101623741K1",
        "91110000101623741k",
        " 91110000101623741K",
        "91110000101623741K\n",
        "9111000010162374IK",
        "91A10000101623741K",
        "９1110000101623741K",
    ],
)
def test_another_shape_is_refused(code: str) -> None:
    assert check_credit_code(code) == CreditCodeCheck(well_formed=False, check_digit_ok=False)


@given(_BODIES)
def test_exactly_one_check_digit_is_right(body: str) -> None:
    right = [c for c in _ALPHABET if check_credit_code(body + c).check_digit_ok]
    assert right == [check_digit(body)]


@given(_BODIES, st.integers(0, 16), st.sampled_from("0123456789"))
def test_a_single_wrong_character_is_noticed(body: str, place: int, other: str) -> None:
    code = body + check_digit(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert check_credit_code(wrong).check_digit_ok == (wrong == code)


def test_a_body_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_digit("9111")
