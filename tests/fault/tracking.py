"""What officials write down of a cluster: notes, support, services, cases for others to follow."""

from typing import Any

from deploy.demo.cast import Part
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld


async def track(world: PatientWorld, of: Part, cluster: str) -> None:
    """Every kind of entry is recorded, corrected and withdrawn."""
    day = world.now.date().isoformat()
    note = said("tracking_note", cluster_number=cluster, noted_on=day)
    await _withdraw(world, of.district, await _corrected(world, of, "/tracking-notes", note))
    policy = await world.create(of.district, "/policy-documents", _policy(of))
    measure = said(
        "support_measure", cluster_number=cluster, given_on=day, policy_document_id=policy["id"]
    )
    await _withdraw(world, of.district, await _corrected(world, of, "/support-measures", measure))
    path = f"/policy-documents/{policy['id']}"
    await _withdraw(world, of.district, await _correct(world, of, path, _policy(of)))
    await _serve(world, of, cluster, day)


async def _serve(world: PatientWorld, of: Part, cluster: str, day: str) -> None:
    who, institution = of.district, said("service_institution")
    path = await _corrected(world, of, "/service-institutions", institution)
    body = said("delivery", cluster_number=cluster, delivered_on=day)
    delivery = await world.create(who, f"{path}/deliveries", body)
    of_delivery = f"{path}/deliveries/{delivery['id']}"
    await world.act(who, of_delivery, "assessment", said("delivery_assessment"))
    await _withdraw(world, who, of_delivery)
    await _withdraw(world, who, path)


async def show_others(world: PatientWorld, of: Part) -> None:
    """A case is drafted, written, approved, sent back, published after all, and withdrawn."""
    body, day = said("practice_case"), world.now.date().isoformat()
    drafted = await world.create(of.district, "/practice-cases", body)
    path = f"/practice-cases/{drafted['id']}"
    await world.put(of.district, path, body | {"text": f"{body['text']}（{of.name}）"})
    await world.act("bureau", path, "approval", {})
    await world.act("bureau", path, "return", said("mistaken"))
    await world.act("bureau", path, "approval", {})
    await world.act("bureau", path, "publication", said("publication", published_on=day))
    await world.act("bureau", path, "withdrawal", said("mistaken"))


def _policy(of: Part) -> dict[str, Any]:
    return said("policy", level="district", district=of.district_code)


async def _corrected(world: PatientWorld, of: Part, kind: str, body: dict[str, Any]) -> str:
    wrong = await world.create(of.district, kind, body)
    return await _correct(world, of, f"{kind}/{wrong['id']}", body)


async def _correct(world: PatientWorld, of: Part, path: str, body: dict[str, Any]) -> str:
    """The path of the entry that stands in the place of a wrong one."""
    right = await world.act(of.district, path, "correction", body | said("mistaken"))
    return f"{path.rpartition('/')[0]}/{right['id']}"


async def _withdraw(world: PatientWorld, who: str, path: str) -> None:
    await world.act(who, path, "withdrawal", said("mistaken"))
