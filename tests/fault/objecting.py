"""Objections to a list on notice: found upon both ways, kept as a lead, and anonymous."""

from typing import Any

from deploy.demo.cast import Case
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld


async def object_to(world: PatientWorld, notice: dict[str, Any], first: Case, last: Case) -> None:
    """Every way that an objection takes; the last entry falls out of the list by it."""
    await _answered(world, notice, first, finding="dismissed")
    await _kept_as_lead(world, notice, first)
    await world.create(None, f"/notices/{notice['id']}/objections", said("anonymous"))
    await _answered(world, notice, last, finding="upheld")


async def _answered(world: PatientWorld, notice: dict[str, Any], of: Case, *, finding: str) -> None:
    path = await _filed(world, notice, of)
    await world.act("bureau", path, "taking-up", said("taking_up"))
    await world.look_into("bureau", path, "unsealing", said("unsealing"))
    await world.act(of.part.institution, path, "answer", said("answer"))
    await world.act("bureau", path, "finding", said(finding))


async def _kept_as_lead(world: PatientWorld, notice: dict[str, Any], of: Case) -> None:
    path = await _filed(world, notice, of)
    await world.act("bureau", path, "lead", said("lead"))


async def _filed(world: PatientWorld, notice: dict[str, Any], of: Case) -> str:
    body = said("objection", application_id=of.id)
    filed = await world.create(None, f"/notices/{notice['id']}/objections", body)
    return f"/objections/{filed['receipt']}"
