"""Indicators: the measures of the pinned standard, recomputed for each period by the kernel."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from monitoring.domain.early_warning import Point
from monitoring.domain.filed_case import FiledCase
from monitoring.domain.stated import Origin, Stated, amount
from programme.kernel.check import check
from programme.kernel.facts import Facts, parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.kernel.verdict import Verdict
from programme.standards.standard import Standard

# By whose finding alone a criterion is met; no figure of a year tells anything about it.
_JUDGED: Final = "judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year's verdict under the pinned standard, or why there is none."""

    year: int
    origin: Origin
    confirmed: bool
    verdict: Verdict | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One test of a criterion over the years: what the law says, and a point a year."""

    criterion_id: str
    test: int
    heading: Mapping[str, Any]
    points: tuple[Mapping[str, Any], ...]
    margins: tuple[Point, ...]

    @property
    def strict(self) -> bool:
        """Whether a value on the line itself does not meet it (超过, not 不低于)."""
        return self.heading["comparator"] in {"gt", "lt"}


def years_of(case: FiledCase, stated: Sequence[Stated], standard: Standard) -> tuple[Year, ...]:
    """A verdict for the application's base year and for every later year that a report states.

    The figures of a year are those stated last; what a standard asks for once is taken from the
    application. Conduct is left out: it is counted up to the day of a check, not by the year.
    """
    latest = {each.year: each for each in stated}
    wanted = [year for year in sorted(latest) if year >= case.base_year]
    return tuple(_year(case, latest, year, standard) for year in wanted)


def _year(case: FiledCase, latest: Mapping[int, Stated], year: int, standard: Standard) -> Year:
    stated = latest[year]
    verdict, problems = None, tuple[str, ...]()
    try:
        verdict = check(standard, _facts(case, latest, year, standard), changes=False)
    except FactsRefused as error:
        problems = tuple(problem.zh for problem in error.problems)
    return Year(
        year=year,
        origin=stated.origin,
        confirmed=stated.confirmed,
        verdict=verdict,
        problems=problems,
    )


def _facts(case: FiledCase, latest: Mapping[int, Stated], year: int, standard: Standard) -> Facts:
    once = {name for name, entry in standard.inputs.items() if entry.over == "once"}
    yearly = {name for name, entry in standard.inputs.items() if entry.over == "year"}
    raw: dict[str, Any] = {name: case.facts[name] for name in case.facts if name in once}
    raw["series"] = [
        {"year": each.year} | {n: v for n, v in each.figures.items() if n in yearly}
        for each in latest.values()
        if each.year in range(*_window(year, standard))
    ]
    return parse_facts(raw, standard, year + 1, base_year=year)


def _window(year: int, standard: Standard) -> tuple[int, int]:
    """The years that the standard looks at: as many before the base year as its longest measure."""
    back = min((offset for offset in _offsets(standard)), default=0)
    return year + back, year + 1


def _offsets(standard: Standard) -> Iterator[int]:
    for criterion in standard.criteria:
        for test in criterion.tests:
            yield from (offset for offset in getattr(test.measure, "years", ()) if offset <= 0)


def series_of(years: Iterable[Year], standard: Standard) -> tuple[Series, ...]:
    """Every test of the standard that has a value, or lacks figures, in some of the years."""
    rendered = [(year, as_json(year.verdict)) for year in years if year.verdict is not None]
    found = []
    for nth, criterion in enumerate(standard.criteria):
        if criterion.force == _JUDGED:
            continue
        for at in range(len(criterion.tests)):
            points = [(year, body["criteria"][nth]) for year, body in rendered]
            held = [(year, of) for year, of in points if len(of["tests"]) > at]
            told = [(year, of, of["tests"][at]) for year, of in held]
            if any(test["value"] is not None for _, _, test in told):
                found.append(_series(criterion.id, at, told))
    return tuple(found)


def _series(criterion_id: str, at: int, told: Sequence[tuple[Year, Any, Any]]) -> Series:
    _, of, test = told[-1]
    heading = {
        **{name: of[name] for name in ("clause", "title", "force", "quote")},
        **{name: test[name] for name in ("formula", "comparator", "word")},
        **{name: test[name] for name in ("threshold", "threshold_shown")},
    }
    return Series(
        criterion_id=criterion_id,
        test=at,
        heading=heading,
        points=tuple(_point(year, each) for year, _, each in told),
        # Only of what was confirmed, and of what is known exactly.
        margins=tuple(
            Point(year=year.year, margin=Fraction(each["margin"]))
            for year, _, each in told
            if year.confirmed and each["margin"] is not None
        ),
    )


def _point(year: Year, test: Mapping[str, Any]) -> dict[str, Any]:
    names = ("outcome", "formula", "value", "value_shown", "margin", "margin_shown", "inputs")
    return {
        "year": year.year,
        "source": year.origin,
        "confirmed": year.confirmed,
        **{name: test[name] for name in (*names, "missing")},
    }


def rate_of(planned: Any, actual: Any) -> str | None:
    """How much of a target was reached, in hundredths of a per cent, cut off downwards."""
    target, reached = amount(planned), amount(actual)
    if not target or reached is None:
        return None
    hundredths = int(reached / target * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
