"""A check: the frozen facts against a standard, with the receipt by which it can be had again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from common.canonical import sha256_hex
from common.contracts.case import StandardPin
from common.contracts.evaluation import CriterionOutcome
from programme.standards.standard import Force

Purpose = Literal["opening", "decision", "order"]
Found = Literal["met", "not_met"]
FOR_PERSONS: Final = ("judged", "indicated", "soft")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """What the machine found of one criterion."""

    id: str
    clause: str
    force: Force
    outcome: CriterionOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTaken:
    """A person's finding in force when a check was made; the hash is of its reason and evidence."""

    criterion_id: str
    number: int
    finding: Found
    judged_by: str
    judged_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One run: `facts` and `verdict` are canonical JSON, so that a repeat is byte for byte."""

    id: UUID
    evaluation_id: UUID
    number: int
    purpose: Purpose
    at: datetime
    application_year: int
    base_year: int
    standard: StandardPin
    kernel_version: str
    facts: str
    facts_sha256: str
    verdict: str
    verdict_sha256: str
    outcome: str
    lines: tuple[CriterionLine, ...]
    findings: tuple[FindingTaken, ...]
    receipt_sha256: str = ""


def for_persons(line: CriterionLine) -> bool:
    """Whether a person has the say: judged, indicated and soft ones, and what the check left.

    The check leaves 1.2 to a person where only its indicated half is unfavourable.
    """
    if line.outcome in {"not_applicable", "not_met"}:
        return False
    return line.force in FOR_PERSONS or line.outcome == "needs_judgment"


def outcome_with(line: CriterionLine, finding: Found | None) -> CriterionOutcome:
    """How a criterion stands: a finding counts where a person has the say, nowhere else."""
    return finding if finding is not None and for_persons(line) else line.outcome


def words_of(check: Check) -> dict[str, str]:
    """The quote of each criterion that the check was made by."""
    return {each["id"]: each["quote"] for each in json.loads(check.verdict)["criteria"]}


def receipt_of(check: Check) -> dict[str, Any]:
    """What reproduces the result byte for byte: standard, facts, kernel, findings, outcomes."""
    pin, found = check.standard, {each.criterion_id: each.finding for each in check.findings}
    return {
        "evaluation_id": str(check.evaluation_id),
        "number": check.number,
        "purpose": check.purpose,
        "at": _instant(check.at),
        "application_year": check.application_year,
        "base_year": check.base_year,
        "standard": {"id": pin.id, "revision": pin.revision, "sha256": pin.sha256},
        "kernel_version": check.kernel_version,
        "facts_sha256": check.facts_sha256,
        "verdict_sha256": check.verdict_sha256,
        "outcome": check.outcome,
        "criteria": [_line(line, found) for line in check.lines],
        "findings": [_finding(each) for each in check.findings],
    }


def sealed(check: Check) -> Check:
    """The check with the hash of its receipt's canonical bytes; the audit trail holds it too."""
    return replace(check, receipt_sha256=sha256_hex(receipt_of(check)))


def _line(line: CriterionLine, found: Mapping[str, Found]) -> dict[str, str]:
    outcome = outcome_with(line, found.get(line.id))
    return {"id": line.id, "checked": line.outcome, "outcome": outcome}


def _finding(of: FindingTaken) -> dict[str, Any]:
    return {
        "criterion_id": of.criterion_id,
        "number": of.number,
        "finding": of.finding,
        "judged_by": of.judged_by,
        "judged_at": _instant(of.judged_at),
        "sha256": of.sha256,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
