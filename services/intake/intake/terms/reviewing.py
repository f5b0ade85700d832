"""Reads the terms of the preliminary review into the domain's types."""

from functools import cache
from typing import Final

from intake.domain.review_terms import Colour, ReviewTerms
from programme.strict_toml import DataRefused, Table, packaged_table

_ID: Final = "review/1"


@cache
def review_terms() -> ReviewTerms:
    """How many go on site, and which colour what is due has (defaults, not law)."""
    root = packaged_table("intake.terms", "review.toml")
    if root.text("id") != _ID:
        raise DataRefused(root.at("id"), f"must be {_ID}")
    site = root.table("site_verification")
    read = ReviewTerms(
        clause=site.text("clause"),
        people=site.integer("people"),
        photos=site.integer("photos"),
        colours=tuple(_colour(table) for table in root.tables("colours")),
    )
    site.close()
    root.close()
    return read


def _colour(table: Table) -> Colour:
    read = Colour(
        name=table.text("name"),
        zh=table.text("zh"),
        en=table.text("en"),
        days=table.integer("days") if table.has("days") else None,
    )
    table.close()
    return read
