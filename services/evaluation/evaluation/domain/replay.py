"""A check had again from what is stored of it: every difference has its sentence."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from common.errors import Refusal
from evaluation.domain.check import Check, sealed
from evaluation.domain.checking import sha256_of, verdict_again
from evaluation.domain.judgment import Judgment, finding_taken
from programme.kernel.version import KERNEL_VERSION
from programme.standards.standard import Standard


def differences(
    check: Check,
    standard: Standard | None,
    *,
    judgments: Sequence[Judgment],
    receipts: Collection[str],
) -> Iterator[str]:
    """What of a check differs from its receipt or comes out otherwise now.

    `receipts` are the hashes that the audit trail of its evaluation holds; `standard` is the one
    it pins, if that can still be had.
    """
    name = f"check {check.number}"
    if sha256_of(check.facts) != check.facts_sha256:
        yield f"the facts of {name} do not have the hash of its receipt"
    if sha256_of(check.verdict) != check.verdict_sha256:
        yield f"the verdict of {name} does not have the hash of its receipt"
    if sealed(check).receipt_sha256 != check.receipt_sha256:
        yield f"the receipt of {name} does not have its hash: what it names was changed"
    elif check.receipt_sha256 not in receipts:
        yield f"the audit trail knows no such receipt of {name}"
    yield from _findings_changed(check, judgments)
    if standard is None:
        yield f"{name} cannot be repeated: its standard is not here with the hash it pins"
    elif problem := _not_again(check, standard):
        yield problem


def _findings_changed(check: Check, judgments: Sequence[Judgment]) -> Iterator[str]:
    recorded = {each.number: finding_taken(each) for each in judgments}
    for taken in check.findings:
        if recorded.get(taken.number) != taken:
            told = f"the finding on {taken.criterion_id} that check {check.number} took"
            yield f"{told} is not the one on record"


def _not_again(check: Check, standard: Standard) -> str | None:
    name = f"check {check.number}"
    try:
        again = verdict_again(check, standard)
    except (Refusal, ValueError) as error:
        return f"{name} cannot be repeated: {type(error).__name__}"
    if again != check.verdict:
        return f"{name} gives another verdict now{_kernels(check)}"
    if _outcomes(json.loads(again)) != [(line.id, line.outcome) for line in check.lines]:
        return f"the criterion rows of {name} differ from its verdict"
    return None


def _outcomes(verdict: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["id"], each["outcome"]) for each in verdict["criteria"]]


def _kernels(check: Check) -> str:
    # A later kernel may differ for a good reason; one of the same version may not.
    if check.kernel_version == KERNEL_VERSION:
        return ""
    return f": kernel {check.kernel_version} made it, this is kernel {KERNEL_VERSION}"
