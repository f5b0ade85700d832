"""A figure and the list behind it."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from common.http.validation import StrictModel
from monitoring.domain.amount import shown_amount
from monitoring.domain.dashboard import percent_of


class Figure(StrictModel):
    """A number, and the address of the list that has exactly so many items for the same caller."""

    value: int
    href: str


class Share(StrictModel):
    """A part of a whole, both with their lists; `percent` has one decimal, null of nothing."""

    part: Figure
    whole: Figure
    percent: str | None


class MedianDays(StrictModel):
    """The median of legal days over some cases; null where there is none."""

    days: int | None
    over: Figure


class SupportFigure(StrictModel):
    """How many support measures, and the exact sum of their amounts in 万元."""

    number: Figure
    amount_10k_yuan: str


def figure(value: int | None, path: str, **filters: Any) -> Figure:
    """A figure with the address of its list; filters that are None are left out."""
    asked = {name: value for name, value in filters.items() if value is not None}
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return Figure(value=value or 0, href=f"/v1/{path}{query}")


def share(part: Figure, whole: Figure) -> Share:
    """A part of a whole with its percentage."""
    return Share(part=part, whole=whole, percent=percent_of(part.value, whole.value))


def support_figure(number: int, amount: Decimal, **filters: Any) -> SupportFigure:
    """The support measures of some kind, place and year."""
    behind = figure(number, "support-measures", **filters)
    return SupportFigure(number=behind, amount_10k_yuan=shown_amount(Decimal(amount)))
