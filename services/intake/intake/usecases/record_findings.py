"""The district's officer confirms or contests lines of the pre-check."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.review import require_known_criteria, with_outcomes
from intake.store import versions
from intake.usecases.acting import admitted, put_on_record


async def record_findings(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Record findings on the frozen version's pre-check, each with its reason (art. 9)."""
    case = await admitted(tx, ref, act="record_findings", if_match=if_match)
    given = content()
    version = await versions.load(tx, case.id, case.submissions)
    require_known_criteria(version.precheck, given["items"])
    reviewed = replace(case, version=case.version + 1, changed_at=tx.at)
    act = await put_on_record(
        tx,
        reviewed,
        act="record_findings",
        # Beside each finding, what it is about: the line of the version's stored pre-check.
        content={"items": with_outcomes(version.precheck, given["items"])},
        event=None,
        story="application.findings",
        items=len(given["items"]),
    )
    return reviewed, act
