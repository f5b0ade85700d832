"""What changes in the register: corrections, change filings, a reinstatement, a renewal."""

from typing import Any

from deploy.demo import filing, review
from deploy.demo.cast import Case, Part, read
from deploy.demo.decision import evaluation_of
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld


async def correct_entry(world: PatientWorld, cluster: str) -> None:
    """The bureau puts a clerical error right."""
    history = await world.get(f"/clusters/{cluster}/history", "bureau")
    name = (await world.get(f"/clusters/{cluster}", "bureau"))["name"]
    wrong = {"corrects": history["facts"][0]["id"], "changed": {"name": f"{name}（更正）"}}
    await world.act("bureau", f"/clusters/{cluster}", "corrections", said("correction", **wrong))


async def file_change(world: PatientWorld, of: Part, cluster: str) -> None:
    """A change is filed, sent back, filed again and recorded; evaluation computes it each time."""
    who, change = of.institution, said("change")
    filed = await world.create(who, f"/clusters/{cluster}/change-filings", change)
    path = f"/change-filings/{filed['id']}"
    await world.until("recomputed", lambda: _recomputed(world, path))
    await world.act(of.district, path, "review", said("change_review"))
    await world.act("bureau", path, "return", said("change_return"))
    await world.act(who, path, "refiling", change)
    await world.until("recomputed again", lambda: _recomputed(world, path))
    await world.act(of.district, path, "review", said("change_review"))
    await world.act("bureau", path, "recording", said("change_recording"))


async def reinstate(world: PatientWorld, cluster: str, case: dict[str, Any]) -> None:
    """A revocation is set aside by another person than the one who decided it."""
    body = said("reinstatement", case=case["number"])
    await world.act("bureau", f"/clusters/{cluster}", "reinstatement", body)


async def open_renewals(world: PatientWorld) -> dict[str, Any]:
    """The bureau opens a round for the clusters whose validity ends the year after."""
    terms = read("round")["round"] | said("renewal_round")
    drafted = await world.create("bureau", "/rounds", terms)
    return await world.act("bureau", f"/rounds/{drafted['id']}", "opening")


async def renew(world: PatientWorld, of: Part, cluster: str, in_round: dict[str, Any]) -> Case:
    """A renewal is filed, accepted and forwarded with the district's opinion."""
    begun = {"round_id": in_round["id"], "kind": "renewal", "cluster_number": cluster}
    drafted = await world.create(of.institution, "/applications", begun)
    case = Case(part=of, id=drafted["id"], number=drafted["number"])
    targets = drafted["sections"]["renewal"]["target_completion"]
    reached = [each | said("renewal_target") for each in targets]
    sections = of.sections | {"renewal": said("renewal", target_completion=reached)}
    await world.put(of.institution, case.path, sections)
    await filing.attach_plan(world, case)
    await world.act(of.institution, case.path, "submission")
    await review.accept(world, case)
    await world.act(of.district, case.path, "forwarding", said("forwarding"))
    await evaluation_of(world, case)
    return case


async def _recomputed(world: PatientWorld, path: str) -> bool | None:
    return True if (await world.get(path, "bureau"))["recomputed"] else None
