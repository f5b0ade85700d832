"""Which representation a caller gets for what `Accept` says (RFC 9110, 12.5.1)."""

import pytest

from common.http.negotiation import preferred

JSON, HTML, PDF = OFFERS = ("application/json", "text/html", "application/pdf")


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", HTML),
        ("application/pdf", PDF),
        ("APPLICATION/PDF; Q=0.2 , text/html ;q=0.1", PDF),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("application/json;q=0.1, */*;q=0.5", HTML),
        ("application/json;q=0, */*", HTML),
        ("application/json;charset=utf-8", JSON),
        ("text/html, application/pdf", HTML),
        ("image/png", None),
        ("application/pdf;q=0", None),
        ("text/html;q=nan, application/pdf;q=2", None),
        (";;q=,,", None),
        ("text/html;q=x, application/pdf;q=0.001", PDF),
    ],
)
def test_the_best_offer_is_the_most_wanted_one(accept: str, found: str | None) -> None:
    assert preferred(accept, OFFERS) == found
