"""Early warnings: the line through the years is exact, and every sign has its figures."""

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from monitoring.domain.early_warning import Point, WarningTerms, drift_of
from monitoring.terms.report_reading import warning_terms

TERMS = WarningTerms(
    clause="管理办法 第十五条",
    base_year_before_last_year=1,
    least_points=2,
    lost_share=Fraction(1, 2),
)
FRACTIONS = st.fractions(min_value=-5, max_value=5, max_denominator=50)


def points(*margins: Fraction | int | str, first: int = 2023) -> list[Point]:
    return [Point(year=first + nth, margin=Fraction(each)) for nth, each in enumerate(margins)]


@given(slope=FRACTIONS, level=FRACTIONS, count=st.integers(2, 5), ahead=st.integers(0, 4))
def test_of_margins_on_a_line_the_line_itself_is_found(
    slope: Fraction, level: Fraction, count: int, ahead: int
) -> None:
    margins = [level + slope * nth for nth in range(count)]
    renewal = 2023 + count - 1 + ahead
    drift = drift_of(points(*margins), renewal_year=renewal, terms=TERMS)
    wanted = level + slope * (renewal - 2023)
    if drift is not None:
        assert (drift.slope, drift.projected) == (slope, wanted)
    if margins[-1] < 0:
        assert drift is not None
        assert drift.sign == "below_line"
    elif slope < 0 and wanted < 0:
        assert drift is not None
        assert drift.sign == "would_cross"
    if drift is not None and drift.crosses_in is not None:
        assert level + slope * (drift.crosses_in - 2023) < 0
        assert level + slope * (drift.crosses_in - 1 - 2023) >= 0


@given(margins=st.lists(FRACTIONS.filter(lambda each: each >= 0), min_size=2, max_size=5))
def test_margins_that_never_shrink_warn_of_nothing(margins: list[Fraction]) -> None:
    assert drift_of(points(*sorted(margins)), renewal_year=2030, terms=TERMS) is None


@given(margins=st.lists(FRACTIONS, min_size=2, max_size=5), data=st.data())
def test_the_order_in_which_years_are_told_is_of_no_account(
    margins: list[Fraction], data: st.DataObject
) -> None:
    told = points(*margins)
    shuffled = data.draw(st.permutations(told))
    assert drift_of(shuffled, renewal_year=2026, terms=TERMS) == drift_of(
        told, renewal_year=2026, terms=TERMS
    )


@pytest.mark.parametrize(
    ("margins", "renewal", "sign", "crosses"),
    [
        (("0.1",), 2025, None, None),
        (("0.1", "0.06"), 2025, None, None),
        (("0.1", "0.05"), 2024, "margin_shrinks", 2026),
        (("0.1", "0.051"), 2024, None, None),
        (("0.1", "0.05"), 2025, "margin_shrinks", 2026),
        (("0.1", "0.05"), 2026, "would_cross", 2026),
        (("0.1", "-0.001"), 2024, "below_line", None),
        (("-0.1", "0.1"), 2030, None, None),
        (("0", "0"), 2030, None, None),
    ],
)
def test_signs_at_their_edges(
    margins: tuple[str, ...], renewal: int, sign: str | None, crosses: int | None
) -> None:
    drift = drift_of(points(*margins), renewal_year=renewal, terms=TERMS)
    assert (drift.sign if drift else None) == sign
    if drift is not None:
        assert drift.crosses_in == crosses


@pytest.mark.parametrize(
    ("margins", "renewal", "sign", "crosses"),
    [
        (("0", "0"), 2024, "below_line", None),
        (("0.1", "0"), 2024, "below_line", None),
        (("0.3", "0.2"), 2026, "would_cross", 2026),
        (("0.3", "0.2"), 2025, None, None),
    ],
)
def test_what_lies_on_a_strict_line_does_not_meet_it(
    margins: tuple[str, ...], renewal: int, sign: str | None, crosses: int | None
) -> None:
    drift = drift_of(points(*margins), renewal_year=renewal, terms=TERMS, strict=True)
    assert (drift.sign if drift else None) == sign
    if drift is not None:
        assert drift.crosses_in == crosses


def test_the_packaged_terms_are_read() -> None:
    terms = warning_terms()
    assert (terms.lost_share, terms.least_points) == (Fraction(1, 2), 2)
    assert "第十五条" in terms.clause
