"""Figures of a year as somebody stated them before, and where they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from monitoring.domain.filed_case import FiledCase
from monitoring.domain.frozen import Frozen
from monitoring.domain.report import Report

METRICS: Final = "annual_metrics"
SourceKind = Literal["application", "annual_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a figure stands: an application by its number, a report by its period."""

    kind: SourceKind
    ref: str
    version: int
    sha256: str

    @property
    def words(self) -> tuple[str, str]:
        """How a person is told, in both languages."""
        if self.kind == "application":
            return f"申报书 {self.ref} 第 {self.version} 版", f"application {self.ref}"
        return f"{self.ref} 年度报告第 {self.version} 版", f"the report of {self.ref}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The figures of one year in one filing, each as it was written."""

    year: int
    figures: Mapping[str, Any]
    origin: Origin
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report with the version that counts: the confirmed one, else the last one received."""

    report: Report
    version: Frozen

    @property
    def year(self) -> int | None:
        """The calendar year it is about; none for a part of a year."""
        return year_of(self.report.period)

    @property
    def confirmed(self) -> bool:
        """Whether the bureau confirmed this very version."""
        return self.report.confirmed_submission == self.version.number

    @property
    def origin(self) -> Origin:
        """Where its figures stand."""
        return Origin(
            kind="annual_report",
            ref=self.report.period,
            version=self.version.number,
            sha256=self.version.sha256,
        )


def year_of(period: str) -> int | None:
    """The calendar year of a period; a half-year is held against no year."""
    return int(period) if period.isdecimal() else None


def stated_in(cases: Iterable[FiledCase], filings: Iterable[Filing]) -> tuple[Stated, ...]:
    """All figures that were stated of any year; the oldest filing first."""
    return (*_in_cases(cases), *_in_reports(filings))


def amount(value: Any) -> Fraction | None:
    """The exact number of a filed figure; None for what was not filed."""
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        return None
    return Fraction(value)


def origin_of(case: FiledCase) -> Origin:
    """Where the figures and the plan of an application stand."""
    return Origin(
        kind="application",
        ref=case.application_number,
        version=case.submission,
        sha256=case.sha256,
    )


def _in_cases(cases: Iterable[FiledCase]) -> Iterator[Stated]:
    for case in cases:
        origin = origin_of(case)
        for row in case.facts.get("series") or ():
            figures = {name: value for name, value in row.items() if name != "year"}
            yield Stated(year=row["year"], figures=figures, origin=origin, confirmed=True)


def _in_reports(filings: Iterable[Filing]) -> Iterator[Stated]:
    for filing in filings:
        if filing.year is not None:
            yield Stated(
                year=filing.year,
                figures=filing.version.sections.get(METRICS) or {},
                origin=filing.origin,
                confirmed=filing.confirmed,
            )
