"""What clients see of a standard, and send to publish one."""

from datetime import date, datetime
from typing import Any

from common.actor import Actor
from common.http.field_types import Day
from common.http.validation import StrictModel
from evaluation.domain.standard import (
    BUREAU,
    StandardAct,
    StandardRecord,
    allowed_actions,
)
from programme.kernel.shown import exact
from programme.standards.standard import Criterion, Directed, Finding, Reading, Test


class StandardPublicationDraft(StrictModel):
    """From which day a standard is in force."""

    effective_from: Day


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


class StandardPublicationShown(StrictModel):
    """From which day a standard is in force; `to_be_confirmed` until two persons published it."""

    effective_from: date
    to_be_confirmed: bool
    published_at: datetime


class StandardProposalShown(StrictModel):
    """A publication that waits for a second person; the bureau sees it."""

    effective_from: date
    proposed_by: str
    proposed_at: datetime


class StandardListed(StrictModel):
    id: str
    version: str
    revision: int
    sha256: str
    sealed: bool
    title: str
    issuer: str
    criteria_count: int
    status: str
    publication: StandardPublicationShown | None


class StandardShown(StandardListed):
    """A standard with all its criteria."""

    basis: str
    effective_note: str
    sections: dict[str, str]
    criteria: list[CriterionShown]
    proposal: StandardProposalShown | None
    allowed_actions: list[str]


def standard_listed(of: StandardRecord) -> StandardListed:
    """The representation of a standard in a list."""
    return StandardListed(**_summary(of))


def standard_shown(of: StandardRecord, actor: Actor) -> StandardShown:
    """The representation of a standard for an actor."""
    proposal = of.proposal if actor.has(*BUREAU) else None
    return StandardShown(
        **_summary(of),
        basis=of.standard.basis,
        effective_note=of.standard.effective_note,
        sections=dict(of.standard.sections),
        criteria=[_criterion(each) for each in of.standard.criteria],
        proposal=_proposal(proposal) if proposal else None,
        allowed_actions=list(allowed_actions(of, actor)),
    )


def _summary(of: StandardRecord) -> dict[str, Any]:
    standard = of.standard
    names = ("id", "version", "revision", "sha256", "sealed", "title", "issuer")
    return {name: getattr(standard, name) for name in names} | {
        "criteria_count": len(standard.criteria),
        "status": of.status,
        "publication": _publication(of.publication) if of.publication else None,
    }


def _publication(act: StandardAct) -> StandardPublicationShown:
    return StandardPublicationShown(
        effective_from=act.effective_from,
        to_be_confirmed=act.act == "first_published",
        published_at=act.at,
    )


def _proposal(act: StandardAct) -> StandardProposalShown:
    return StandardProposalShown(
        effective_from=act.effective_from, proposed_by=act.actor, proposed_at=act.at
    )


def _criterion(of: Criterion) -> CriterionShown:
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
