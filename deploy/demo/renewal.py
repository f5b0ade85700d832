"""Renewal before validity ends: filed, forwarded whatever the opinion, passed or not passed."""

from typing import Any

from deploy.demo import filing
from deploy.demo.cast import Case, Part, read
from deploy.demo.decision import await_close, evaluation_of, judge, post_list
from deploy.demo.lateness import lead_of
from deploy.demo.renewal_form import renewal_sections
from deploy.demo.world import World


async def open_round(world: World) -> dict[str, Any]:
    """The bureau opens a round for the clusters whose validity ends this year."""
    terms = read("round")["round"] | read("renewal")["round"]
    drafted = await world.create("bureau", "/rounds", terms)
    opened = await world.act("bureau", f"/rounds/{drafted['id']}", "opening")
    until = opened["terms"]["renewal"]["ends_to"]
    world.say("bureau", "开启复核", f"{opened['number']}，有效期至 {until} 的集群")
    return opened


async def apply(world: World, part: Part, cluster: str, in_round: dict[str, Any]) -> Case:
    """The institution of a cluster applies; the targets of its plan are there already."""
    who = part.institution
    begun = {"round_id": in_round["id"], "kind": "renewal", "cluster_number": cluster}
    drafted = await world.create(who, "/applications", begun)
    case = Case(part=part, id=drafted["id"], number=drafted["number"])
    targets = drafted["sections"]["renewal"]["target_completion"]
    await world.put(who, case.path, renewal_sections(part, targets))
    await filing.attach_plan(world, case)
    await world.act(who, case.path, "submission")
    world.say(who, "申请复核", f"{case.number}，{cluster}《{part.name}》")
    return case


async def forward(world: World, case: Case, opinion: str) -> None:
    """The district accepts and forwards: its opinion helps and ends nothing (art. 15)."""
    who, given = case.part.district, read("renewal")["opinions"][opinion]
    await world.act(who, case.path, "acceptance", {"remark": "材料齐全，予以受理。"})
    await world.act(who, case.path, "forwarding", given)
    named = "同意" if opinion == "for" else "不同意"
    world.say(who, f"转报，{named}", f"{case.number}：{given['reason']}")
    await evaluation_of(world, case)


async def decide(world: World, case: Case, how: str) -> dict[str, Any]:
    """The bureau decides a renewal."""
    path = f"/evaluations/{(await judge(world, case))['id']}"
    done = await world.act("bureau", path, "decision", read("renewal")[how])
    last = done["decisions"][-1]
    named = "复核通过" if how == "passed" else "复核未通过"
    why = f"（{'、'.join(last['clauses'])}）" if last["clauses"] else ""
    world.say("bureau", named, f"{last['reference']}{why}：{last['reason']}")
    return done


async def lead_of_renewal(world: World, cluster: str) -> dict[str, Any]:
    """A renewal that did not pass is a lead under art. 17(1), and no more than that."""
    case = await lead_of(world, {"cluster_number": cluster, "limb": "not_passed"})
    told = f"{case['number']}，{cluster}，{case['clause']}；有效期届满前不受影响"
    world.say("系统", "登记线索", told)
    return case


async def see_reopened(world: World, case: Case) -> dict[str, Any]:
    """An upheld objection takes the entry out, and the case is evaluated anew."""

    async def anew() -> dict[str, Any] | None:
        latest = await evaluation_of(world, case)
        return latest if latest["status"] == "under_review" else None

    opened = await world.until(f"{case.number} 重新评审", anew)
    world.say("系统", "移出名单，重新评审", case.number)
    return opened


async def release(world: World, notice: dict[str, Any], cluster: str) -> dict[str, Any]:
    """The list is released: a period joins on to the one that ends."""
    await await_close(world, notice)
    await post_list(world, notice, "演示认定决定〔2026〕1号")
    shown = await world.get(f"/clusters/{cluster}")
    periods = "、".join(f"{each['first_day']} 至 {each['last_day']}" for each in shown["periods"])
    world.say("bureau", "发布复核名单", f"{cluster} 有效期相接：{periods}")
    return shown
