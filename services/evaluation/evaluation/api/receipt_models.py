"""What officials see of a check: its receipt, and the whole of it."""

import json
from datetime import datetime
from typing import Any

from common.contracts.case import StandardPin
from common.http.validation import StrictModel
from evaluation.domain.check import Check, receipt_of


class ReceiptCriterionShown(StrictModel):
    """One criterion of a check: what the machine found, and with persons' findings."""

    id: str
    checked: str
    outcome: str


class ReceiptFindingShown(StrictModel):
    """A person's finding in force at a check; the hash is of its reason and evidence."""

    criterion_id: str
    number: int
    finding: str
    judged_by: str
    judged_at: str
    sha256: str


class ReceiptShown(StrictModel):
    """What reproduces a check byte for byte.

    `sha256` is that of the canonical JSON (RFC 8785) of all its other fields, instants as written.
    """

    evaluation_id: str
    number: int
    purpose: str
    at: str
    application_year: int
    base_year: int
    standard: StandardPin
    kernel_version: str
    facts_sha256: str
    verdict_sha256: str
    outcome: str
    criteria: list[ReceiptCriterionShown]
    findings: list[ReceiptFindingShown]
    sha256: str


class EvaluationCheckShown(StrictModel):
    """A check of the facts: at the opening, by an order, and again before a decision."""

    number: int
    purpose: str
    at: datetime
    outcome: str
    receipt: ReceiptShown


class CheckVerdictShown(EvaluationCheckShown):
    """A check with its facts and its whole verdict, as they were kept."""

    facts: dict[str, Any]
    verdict: dict[str, Any]


def check_listed(of: Check) -> EvaluationCheckShown:
    """The representation of a check with its receipt."""
    return EvaluationCheckShown(**_summary(of))


def check_shown(of: Check) -> CheckVerdictShown:
    """The representation of one check in full."""
    return CheckVerdictShown(
        **_summary(of), facts=json.loads(of.facts), verdict=json.loads(of.verdict)
    )


def _summary(of: Check) -> dict[str, Any]:
    return {
        "number": of.number,
        "purpose": of.purpose,
        "at": of.at,
        "outcome": of.outcome,
        "receipt": ReceiptShown(**receipt_of(of), sha256=of.receipt_sha256),
    }
