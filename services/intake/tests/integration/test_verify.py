"""What `verify` proves, and what it notices."""

import hashlib
from typing import Any

from sqlalchemy import delete, update

from common.actor import service_actor
from intake.tables.applications import application_acts, application_versions, applications
from intake.tables.papers import application_notices, notice_prints
from intake.verify import findings


async def verified(case: Any, *damage: Any) -> Any:
    actor, at = service_actor("intake"), case.running.clock.now()
    async with case.running.worker.transaction(actor, at=at) as tx:
        for statement in damage:
            await tx.connection.execute(statement)
        return [(line.check, line.ok) async for line in findings(tx)]


async def test_a_sound_case_is_one_good_line(open_case: Any) -> None:
    case = await open_case()
    await case.recommended()
    assert await verified(case) == [("round", True), ("application", True)]


async def test_a_changed_version_a_lost_version_and_a_lost_act_are_named(open_case: Any) -> None:
    case = await open_case()
    await case.recommended()
    altered = update(application_versions).values(canonical="{}")
    assert ("version_hash", False) in await verified(case, altered)
    assert ("version_missing", False) in await verified(case, delete(application_versions))
    unsaid = delete(application_acts).where(application_acts.c.act == "recommend")
    assert ("act_missing", False) in await verified(case, unsaid)


async def test_a_case_withdrawn_yet_on_notice_is_named_for_a_person(open_case: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    await case.act("institution", application, "withdrawal")
    listed = update(applications).values(on_notice="BJ-2024-N-0001")
    assert ("withdrawn_on_notice", False) in await verified(case, listed)


async def test_a_changed_or_lost_notice_and_a_changed_print_are_named(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    path = f"/applications/{application}/notices"
    (notice,) = (await case.get("district", path)).json()["items"]
    await case.get("district", f"{path}/{notice['number']}.pdf")
    assert await verified(case) == [("round", True), ("application", True)]
    fitting = {"canonical": "{}", "sha256": hashlib.sha256(b"{}").hexdigest()}
    forged = update(application_notices).values(**fitting)
    assert ("notice_hash", False) in await verified(case, forged)
    assert ("notice_print", False) in await verified(case, update(notice_prints).values(pdf=b"x"))
    lost = await verified(case, delete(notice_prints), delete(application_notices))
    assert ("notice_missing", False) in lost
