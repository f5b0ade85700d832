"""What clients see of one clause of a standard."""

from common.http.validation import StrictModel
from programme.kernel.shown import exact
from programme.standards.standard import Criterion, Directed, Finding, Reading, Test


class CriterionTitleShown(StrictModel):
    zh: str
    en: str


class CriterionTestShown(StrictModel):
    """One test: comparator (by direction where the figure has one), legal word, line, unit."""

    __test__ = False

    comparator: str | dict[str, str]
    word: str
    threshold: str
    unit: str
    force: str


class CriterionFindingShown(StrictModel):
    kind: str
    by: list[str]
    evidence: list[str]
    items: list[str]


class CriterionReadingShown(StrictModel):
    chosen: str
    alternatives: list[str]
    status: str


class CriterionShown(StrictModel):
    """One clause of the standard, with its force and what decides it."""

    id: str
    clause: str
    title: CriterionTitleShown
    quote: str
    force: str
    combine: str
    applies_when: str | None
    tests: list[CriterionTestShown]
    finding: CriterionFindingShown | None
    reading: CriterionReadingShown | None
    note: str


def criterion_shown(of: Criterion) -> CriterionShown:
    """The representation of a criterion."""
    return CriterionShown(
        id=of.id,
        clause=of.clause,
        title=CriterionTitleShown(zh=of.title.zh, en=of.title.en),
        quote=of.quote,
        force=of.force,
        combine=of.combine,
        applies_when=of.applies_when,
        tests=[_test(test) for test in of.tests],
        finding=_finding(of.finding) if of.finding else None,
        reading=_reading(of.reading) if of.reading else None,
        note=of.note,
    )


def _test(of: Test) -> CriterionTestShown:
    comparator = of.comparator
    directed = (
        {
            "lower_is_better": comparator.lower_is_better,
            "higher_is_better": comparator.higher_is_better,
        }
        if isinstance(comparator, Directed)
        else None
    )
    return CriterionTestShown(
        comparator=directed or str(comparator),
        word=of.word,
        threshold=exact(of.threshold),
        unit=of.unit.name,
        force=of.force,
    )


def _finding(of: Finding) -> CriterionFindingShown:
    return CriterionFindingShown(
        kind=of.kind, by=list(of.by), evidence=list(of.evidence), items=list(of.items)
    )


def _reading(of: Reading) -> CriterionReadingShown:
    return CriterionReadingShown(
        chosen=of.chosen, alternatives=list(of.alternatives), status=of.status
    )
