"""The yearly assessment of a cluster (art. 16): a grade by the bands of its cycle, and its figures.

The bands are data of the reporting cycle. They only say which grade the figures would give: the
bureau gives the grade, and says why where it departs from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, Literal, get_args
from uuid import UUID

from common.actor import Actor
from common.errors import Forbidden, NotFound
from common.lifecycle import Arc, Lifecycle
from monitoring.domain.assessment_refusals import GradeNeedsReason, GradeNotOfTheBands

BUREAU: Final = ("municipal_bureau",)

AssessmentStatus = Literal[
    "standing",  # nobody
    "superseded",  # nobody: a later assessment of the period stands
]
ASSESSMENT: Final = Lifecycle(
    name="assessment",
    arcs=(Arc("supersede", who=BUREAU, start=("standing",), end=("superseded",)),),
    moves_next={"standing": None, "superseded": None},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A grade and the least that one measure must be for it."""

    grade: str
    at_least: Fraction
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an assessment rests on; None where something is not known (yet)."""

    report_on_time: bool | None
    late_days: int | None
    targets: int
    targets_reached: int
    incidents: int
    early_warnings: int
    confirmed: bool
    target_rows: tuple[Mapping[str, Any], ...] = ()

    def measure(self, name: str) -> Fraction | None:
        """The value of a measure that bands may name; None while it cannot be computed."""
        match name:
            case "targets_reached_share":
                told = all(row["actual"] is not None for row in self.target_rows)
                known = self.targets and told
                return Fraction(self.targets_reached, self.targets) if known else None
            case "report_on_time":
                return None if self.report_on_time is None else Fraction(self.report_on_time)
            case "without_incidents":
                return Fraction(self.incidents == 0)
            case "without_early_warnings":
                return Fraction(self.early_warnings == 0)
        return None


Measure = Literal[
    "targets_reached_share",
    "report_on_time",
    "without_incidents",
    "without_early_warnings",
]
MEASURES: Final = get_args(Measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One assessment of a cluster for a period; never edited, only superseded."""

    id: UUID
    status: AssessmentStatus
    version: int
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    period: str
    grade: str
    grade_by_bands: str | None
    departure_reason: str | None
    bands: list[dict[str, Any]]
    figures: dict[str, Any]
    comment: str
    supersedes: UUID | None
    assessed_by: str
    assessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """The grade that is given, the one that the bands give, and why they differ."""

    grade: str
    grade_by_bands: str | None
    departure_reason: str | None = field(default=None)


def require_assessor(actor: Actor) -> None:
    """The bureau assesses (art. 16)."""
    if not actor.has(*BUREAU):
        raise Forbidden()


def visible_to(actor: Actor, of: Assessment) -> bool:
    """Officials of the place, auditors, and the institution that was assessed."""
    if actor.has(*BUREAU, "auditor"):
        return True
    if actor.has("district_authority") and actor.district == of.district:
        return True
    return actor.has("operating_institution") and actor.institution == of.institution_code


def require_visible(actor: Actor, of: Assessment) -> Assessment:
    """The assessment, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, of):
        raise NotFound()
    return of


def grade_of(bands: Sequence[Band], figures: Figures) -> str | None:
    """The first grade, best first as the cycle lists them, all of whose lines the figures reach.

    None where a line cannot be tried: nobody is graded by a figure that is missing.
    """
    for grade in dict.fromkeys(band.grade for band in bands):
        values = [
            (figures.measure(band.of), band.at_least) for band in bands if band.grade == grade
        ]
        if any(value is None for value, _ in values):
            return None
        if all(value is not None and value >= line for value, line in values):
            return grade
    return None


def problems_of(of: Assessment) -> list[str]:
    """What in an assessment does not follow from the bands and figures that it was made with."""
    bands = [
        Band(grade=each["grade"], at_least=Fraction(each["at_least"]), of=each["of"])
        for each in of.bands
    ]
    known = {name: of.figures[name] for name in Figures.__dataclass_fields__}
    problems = []
    if grade_of(bands, Figures(**known)) != of.grade_by_bands:
        problems.append("its bands do not give the grade that it says they give")
    if of.grade not in {band.grade for band in bands}:
        problems.append("its grade is none of the bands'")
    return problems


def graded(
    bands: Sequence[Band], figures: Figures, *, grade: str | None, reason: str | None
) -> Graded:
    """The grade that is given: by the bands, or by a person who says why."""
    known = list(dict.fromkeys(band.grade for band in bands))
    by_bands = grade_of(bands, figures)
    given = grade or by_bands
    if given is None or (given != by_bands and reason is None):
        raise GradeNeedsReason(grades="、".join(known))
    if given not in known:
        raise GradeNotOfTheBands(grades="、".join(known))
    departs = None if given == by_bands else reason
    return Graded(grade=given, grade_by_bands=by_bands, departure_reason=departs)
