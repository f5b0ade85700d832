"""What intake's database proves about its applications."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select

from common.database import Transaction
from common.tables import audit
from common.verification import Finding
from intake.store import notices
from intake.tables.applications import (
    application_acts,
    application_versions,
    applications,
    timeline,
)
from intake.tables.rounds import rounds

# The act that must be on record for a status to be believed.
_EVIDENCE: Final[Mapping[str, str]] = {
    "submitted": "submit",
    "returned": "request_correction",
    "resubmitted": "submit",
    "accepted": "accept",
    "rejected": "reject",
    "recommended": "recommend",
    "not_recommended": "not_recommend",
    "forwarded": "forward",
    "withdrawn": "withdraw",
}


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """One line a round and an application, and what is wrong with them."""
    for row in await tx.rows(select(rounds.c.number, rounds.c.status)):
        yield Finding(check="round", ok=True, subject=row.number, detail=row.status)
    for case in await tx.rows(select(applications).order_by(applications.c.number)):
        for finding in await _of_application(tx, case):
            yield finding
    waiting = select(timeline.c.cluster_number, timeline.c.event)
    for line in await tx.rows(waiting.where(timeline.c.application_id.is_(None))):
        yield Finding(
            check="timeline_without_case", ok=False, subject=line.cluster_number, detail=line.event
        )


async def _of_application(tx: Transaction, case: Row[Any]) -> list[Finding]:
    wrong = await _wrong_versions(tx, case)
    wrong += await _wrong_notices(tx, case)
    act = _EVIDENCE.get(case.status)
    if act is not None and not await _has_act(tx, case, application_acts.c.act == act):
        wrong.append(_finding("act_missing", case, f"{case.status} without {act}"))
    if case.status == "withdrawn" and case.on_notice is not None:
        wrong.append(_finding("withdrawn_on_notice", case, f"withdrawn, yet on {case.on_notice}"))
    if wrong:
        return wrong
    detail = f"{case.status} {case.outcome or ''}".strip()
    return [Finding(check="application", ok=True, subject=case.number, detail=detail)]


async def _wrong_versions(tx: Transaction, case: Row[Any]) -> list[Finding]:
    own = application_versions.c.application_id == case.id
    found = await tx.rows(
        select(application_versions).where(own).order_by(application_versions.c.number)
    )
    wrong = [
        _finding("version_hash", case, f"version {version.number} is not what its hash says")
        for version in found
        if hashlib.sha256(version.canonical.encode()).hexdigest() != version.sha256
    ]
    if [version.number for version in found] != list(range(1, case.submissions + 1)):
        wrong.append(_finding("version_missing", case, f"{case.submissions} were submitted"))
    return wrong


async def _wrong_notices(tx: Transaction, case: Row[Any]) -> list[Finding]:
    """Notices that are not what the audit trail says was given, or whose print was changed."""
    own = (audit.c.kind == "application") & (audit.c.resource_id == case.id)
    trail = await tx.rows(select(audit.c.content).where(own, audit.c.act == "give_notice"))
    details = [json.loads(row.content)["detail"] for row in trail]
    given = {detail["number"]: detail["sha256"] for detail in details}
    found = {row.number: row for row in await notices.of_application(tx, case.id)}
    wrong = [
        _finding("notice_missing", case, f"{number} was given and is not there")
        for number in given.keys() - found.keys()
    ]
    for number, notice in found.items():
        if hashlib.sha256(notice.canonical.encode()).hexdigest() != given.get(number):
            wrong.append(_finding("notice_hash", case, f"{number} is not what was given"))
        pdf = await notices.printed(tx, number)
        if pdf is not None and hashlib.sha256(pdf).hexdigest() != notice.pdf_sha256:
            wrong.append(_finding("notice_print", case, f"{number} is not what was printed"))
    return wrong


async def _has_act(tx: Transaction, case: Row[Any], condition: ColumnElement[bool]) -> bool:
    count = select(func.count()).select_from(application_acts)
    own = application_acts.c.application_id == case.id
    return bool((await tx.connection.execute(count.where(own, condition))).scalar_one())


def _finding(check: str, case: Row[Any], detail: str) -> Finding:
    return Finding(check=check, ok=False, subject=case.number, detail=detail)
