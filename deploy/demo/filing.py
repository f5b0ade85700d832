"""The notice of the year, and what institutions do: file, correct, withdraw."""

from typing import Any

from common.testing.documents import pdf
from deploy.demo.cast import Case, Part, read
from deploy.demo.world import World


async def draft_round(world: World, **changes: str) -> dict[str, Any]:
    """The bureau drafts the year's round, as soon as its standard's publication has come."""
    terms = read("round")["round"] | changes
    waits_for = "standard_not_published"
    return await world.create_once_possible("bureau", "/rounds", terms, waits_for=waits_for)


async def open_round(world: World) -> dict[str, Any]:
    """The bureau drafts the year's round and opens it."""
    drafted = await draft_round(world)
    opened = await world.act("bureau", f"/rounds/{drafted['id']}", "opening")
    standard, quota = opened["standard"]["id"], opened["terms"]["quota"]["per_district"]
    result = f"{opened['number']}，适用标准 {standard}，原则上每区不超过 {quota} 个"
    world.say("bureau", "发布通知，开启申报", result)
    return opened


async def file_application(world: World, part: Part, in_round: dict[str, Any]) -> Case:
    """The institution drafts, attaches its plan, and submits."""
    who = part.institution
    begun = {
        "round_id": in_round["id"],
        "kind": "designation",
        "cluster_name": part.name,
        "district_code": part.district_code,
    }
    drafted = await world.create(who, "/applications", begun)
    case = Case(part=part, id=drafted["id"], number=drafted["number"])
    await world.put(who, case.path, part.sections)
    await attach_plan(world, case)
    gaps = (await world.get(f"{case.path}/completeness", who))["items"]
    await world.act(who, case.path, "submission")
    warnings = f"，另有提示 {len(gaps)} 项" if gaps else ""
    world.say(who, "提交申报材料", f"{case.number}《{part.name}》，附规划{warnings}")
    return case


async def attach_plan(world: World, case: Case) -> None:
    """The institution attaches its plan for three years."""
    who = case.part.institution
    document = await world.create(who, f"{case.path}/documents", read("filing")["document"])
    content = pdf(f"{case.part.name}三年发展规划", "", "本文件为演示用合成数据。")
    await world.upload(who, f"{case.path}/documents/{document['id']}", content)


async def correct(world: World, case: Case) -> None:
    """The institution puts right what it was asked to, and submits again."""
    wrong, who = case.part.turns["correction"], case.part.institution
    section = case.part.sections[wrong["section"]] | {wrong["field"]: wrong["corrected"]}
    await world.put(who, case.path, {wrong["section"]: section})
    done = await world.act(who, case.path, "submission")
    world.say(who, "补正后再次提交", f"{case.number} 第 {done['application']['submissions']} 版")


async def withdraw(world: World, case: Case) -> None:
    """The institution withdraws: applying is voluntary (art. 7)."""
    who, reason = case.part.institution, case.part.turns["withdrawal_reason"]
    await world.act(who, case.path, "withdrawal", {"reason": reason})
    world.say(who, "撤回申报", f"{case.number}：{reason}")
