"""What an application's roster adds up to: sizes, sums beside the series, holders of titles."""

from collections import defaultdict
from decimal import Decimal

from fastapi import Response

from common.clock import legal_day
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from intake.domain.roster_tally import tally
from intake.store import case_files
from intake.terms.reading import roster_terms
from programme.forms.facts_of import facts_of
from programme.forms.size_class import size_classes

routes = router(tag="workbooks")


class RosterSize(StrictModel):
    """The enterprises of one size class by their pointers; `unknown` where it cannot be told."""

    size_class: str
    count: int
    rows: list[str]


class RosterSumShown(StrictModel):
    """A sum of the roster; `low` and `high` differ by enterprises whose size is not known.

    Without a year it is of what the rows say of the base year.
    """

    of: str
    rows: str
    year: int | None
    low: str
    high: str


class RosterShown(StrictModel):
    """A roster added up, with the source of the size classes and the counts of criterion 3."""

    enterprises: int
    source: str
    sizes: list[RosterSize]
    sums: list[RosterSumShown]
    leading_champion_count: int | None
    leading_little_giant_count: int | None
    quality_enterprise_count: int | None


@routes.get(
    "/applications/{ref}/roster",
    response_model=RosterShown,
    responses=documented(READS),
    name="read_application_roster",
)
async def read_roster(ref: str, reading: Reading) -> Response:
    """Sizes by the dated table, sums by year, and holders of titles valid on this day."""
    file = await case_files.load(reading, ref)
    sections = (file.filed if file.draft is None else file.draft) or {}
    roster, day = sections.get("roster") or (), legal_day(reading.at)
    counted = tally(roster, roster_terms(), on=day)
    facts = facts_of(sections, file.in_round.base_year, submitted_on=day)
    rows: dict[str, list[str]] = defaultdict(list)
    for index, size in enumerate(counted.sizes):
        rows[size or "unknown"].append(f"/roster/{index}")
    answer = RosterShown(
        enterprises=len(roster),
        source=size_classes().source,
        sizes=[RosterSize(size_class=name, count=len(at), rows=at) for name, at in rows.items()],
        sums=[
            RosterSumShown(
                of=of, rows=kind, year=year, low=_plain(total.low), high=_plain(total.high)
            )
            for (of, kind, year), total in sorted(counted.totals.items(), key=str)
        ],
        leading_champion_count=facts.get("leading_champion_count"),
        leading_little_giant_count=facts.get("leading_little_giant_count"),
        quality_enterprise_count=facts.get("quality_enterprise_count"),
    )
    return shown(answer, version=file.case.version)


def _plain(number: Decimal) -> str:
    return format(number, "f")
