"""An incident by an enterprise: determined, weighed, a lead; annulled, and the lead ends."""

from typing import Any

from deploy.demo.cast import Part, read
from deploy.demo.lateness import lead_of
from deploy.demo.objecting import digest
from deploy.demo.world import World


async def record(world: World, part: Part, cluster: str) -> dict[str, Any]:
    """The district records what is said to have happened; nothing follows from that."""
    enterprise = part.sections["roster"][-1]
    body = read("incident")["record"] | {
        "cluster_number": cluster,
        "enterprise_code": enterprise["uscc"],
        "enterprise_name": enterprise["enterprise_name"],
        "roster_reference": f"{cluster}/2024",
    }
    incident = await world.create(part.district, "/incidents", body)
    world.say(part.district, "记录事件", f"{cluster}：{body['summary']}")
    path = f"/incidents/{incident['id']}"
    early = await world.refused(part.district, path, "breach", read("incident")["breach"])
    world.say(part.district, "报送线索被拒绝", early["detail"])
    return incident


async def determine(world: World, part: Part, incident: dict[str, Any]) -> dict[str, Any]:
    """The authority has determined; an official finds the weight; the district proposes a lead."""
    path, given = f"/incidents/{incident['id']}", read("incident")
    document = {"document_sha256": digest(given["determination"]["document_number"])}
    await world.act(part.district, path, "determination", given["determination"] | document)
    determined = given["determination"]
    world.say(part.district, "记录主管部门判定", determined["document_number"])
    await world.act("bureau", path, "finding", given["finding"])
    world.say("bureau", "认定份量", given["finding"]["reason"])
    breach = await world.act(part.district, path, "breach", given["breach"])
    world.say(part.district, "报送线索", f"{breach['clause']}：{breach['facts']}")
    return await lead_of(world, breach)


async def annul(
    world: World, part: Part, incident: dict[str, Any], lead: dict[str, Any]
) -> dict[str, Any]:
    """The determination was set aside: the breach is taken back, and the lead ends with it."""
    given = read("incident")["annulment"]
    await world.act(part.district, f"/incidents/{incident['id']}", "annulment", given)
    world.say(part.district, "原判定被撤销", f"{given['document_number']}：{given['reason']}")

    async def closed() -> dict[str, Any] | None:
        case = await world.get(f"/revocation-cases/{lead['id']}", "bureau")
        return case if case["status"] != "proposed" else None

    ended = await world.until(f"{lead['number']} 随线索撤回而终结", closed)
    world.say("系统", "线索撤回，案件终结", f"{ended['number']}，未立案")
    return ended
