"""A judgment: a person's finding on a criterion, with its reason and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from common.canonical import sha256_hex
from common.contracts.case import Case
from common.contracts.evaluation import CriterionOutcome
from common.errors import FieldError, Text
from common.ids import new_id
from evaluation.domain.check import (
    Check,
    CriterionLine,
    FindingTaken,
    Found,
    for_persons,
    outcome_with,
    words_of,
)
from evaluation.domain.refusals import CriterionNotForJudgment, EvidenceUnknown

_NO_CRITERION: Final = Text(
    "本案认定标准中没有此条件。", "The case's standard has no such criterion."
)
_BY_FIGURES: Final = Text("此条件由系统按数据核定。", "This criterion is decided from the figures.")
# Computed is the machine's (READING 8): a missing figure is asked from the applicant.
_FIGURES_MISSING: Final = Text(
    "此条件缺少数据，由系统按数据核定；请退回案件，由申报单位补正数据。",
    "Figures are missing, and this criterion is decided from them: return the case, so that the "
    "applicant supplies them.",
)
_NOT_APPLICABLE: Final = Text("此条件不适用于本案。", "This criterion does not apply here.")
_TWICE: Final = Text("同一条件在一次提交中出现两次。", "The same criterion stands here twice.")
_NO_DOCUMENT: Final = Text("本案材料中没有此文件。", "The case has no such document.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a finding rests on: a document of the case by its hash, or words."""

    document_sha256: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentDraft:
    """A finding as it comes in."""

    criterion_id: str
    finding: Found
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A recorded finding; a later one on the same criterion supersedes it, and both are kept.

    `check_number` is the check whose criteria the person had before them.
    """

    id: UUID
    evaluation_id: UUID
    number: int
    check_number: int
    criterion_id: str
    finding: Found
    reason: str
    evidence: tuple[Evidence, ...]
    judged_by: str
    judged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One criterion as it stands: what the machine found, and the person's finding, if any."""

    line: CriterionLine
    judgment: Judgment | None

    @property
    def outcome(self) -> CriterionOutcome:
        """How the criterion stands, the person's finding taken into account."""
        return outcome_with(self.line, self.judgment.finding if self.judgment else None)

    @property
    def holds(self) -> bool:
        """Whether the criterion lets the case be proposed (art. 10)."""
        return self.outcome in {"met", "not_applicable"}


def in_force(
    recorded: Iterable[Judgment], checks: Iterable[Check], words: Mapping[str, str]
) -> dict[str, Judgment]:
    """The last finding on each criterion, if the criterion still says what it said then.

    `words` are the quotes by which the case is judged now. A case that follows another revision
    keeps the findings on clauses that did not change; a finding on other words is none on these.
    """
    by_check = {check.number: words_of(check) for check in checks}
    return {
        each.criterion_id: each
        for each in recorded
        if by_check[each.check_number].get(each.criterion_id) == words.get(each.criterion_id)
    }


def standings_of(check: Check, in_force: Mapping[str, Judgment]) -> tuple[Standing, ...]:
    """Every criterion as it stands, in the order of the standard."""
    return tuple(Standing(line=line, judgment=in_force.get(line.id)) for line in check.lines)


def finding_taken(of: Judgment) -> FindingTaken:
    """A judgment as a receipt names it: who found what, and the hash of why."""
    evidence = [{"document_sha256": e.document_sha256, "text": e.text} for e in of.evidence]
    return FindingTaken(
        criterion_id=of.criterion_id,
        number=of.number,
        finding=of.finding,
        judged_by=of.judged_by,
        judged_at=of.judged_at,
        sha256=sha256_hex({"reason": of.reason, "evidence": evidence}),
    )


def require_admissible(drafts: Sequence[JudgmentDraft], *, check: Check, case: Case) -> None:
    """Refuse findings that are not a person's to make, or that rest on unknown documents."""
    _require_for_persons(drafts, check)
    _require_evidence(drafts, case)


def _require_for_persons(drafts: Sequence[JudgmentDraft], check: Check) -> None:
    """Refuse findings on criteria that are unknown, named twice, or not a person's to find."""
    lines = {line.id: line for line in check.lines}
    seen: set[str] = set()
    wrong = []
    for number, draft in enumerate(drafts):
        problem = _problem(lines.get(draft.criterion_id), again=draft.criterion_id in seen)
        seen.add(draft.criterion_id)
        if problem:
            place = f"/judgments/{number}/criterion_id"
            wrong.append(FieldError(place, problem[0], problem[1]))
    if wrong:
        raise CriterionNotForJudgment(errors=wrong)


def _require_evidence(drafts: Sequence[JudgmentDraft], case: Case) -> None:
    """Refuse evidence by the hash of a document that the frozen submission does not hold."""
    known = {document.sha256 for document in case.documents}
    wrong = [
        FieldError(f"/judgments/{n}/evidence/{m}/document_sha256", "not_in_case", _NO_DOCUMENT)
        for n, m, sha256 in _documents(drafts)
        if sha256 not in known
    ]
    if wrong:
        raise EvidenceUnknown(errors=wrong)


def recorded(
    drafts: Sequence[JudgmentDraft], *, of: Check, after: int, by: str, at: datetime
) -> tuple[Judgment, ...]:
    """The findings as they are recorded, numbered on from the `after` earlier ones."""
    return tuple(
        Judgment(
            id=new_id(),
            evaluation_id=of.evaluation_id,
            number=number,
            check_number=of.number,
            criterion_id=draft.criterion_id,
            finding=draft.finding,
            reason=draft.reason,
            evidence=draft.evidence,
            judged_by=by,
            judged_at=at,
        )
        for number, draft in enumerate(drafts, start=after + 1)
    )


def _documents(drafts: Sequence[JudgmentDraft]) -> Iterable[tuple[int, int, str]]:
    for number, draft in enumerate(drafts):
        for place, evidence in enumerate(draft.evidence):
            if evidence.document_sha256 is not None:
                yield number, place, evidence.document_sha256


def _problem(line: CriterionLine | None, *, again: bool) -> tuple[str, Text] | None:
    if line is None:
        return "no_such_criterion", _NO_CRITERION
    if again:
        return "judged_twice", _TWICE
    if line.outcome == "not_applicable":
        return "not_applicable", _NOT_APPLICABLE
    if for_persons(line):
        return None
    if line.outcome == "unknown":
        return "figures_missing", _FIGURES_MISSING
    return "decided_by_figures", _BY_FIGURES
