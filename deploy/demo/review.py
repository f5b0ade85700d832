"""What districts do: accept, return, find line by line, recommend or say why not."""

from typing import Any, Final

from deploy.demo.cast import Case, read
from deploy.demo.decision import evaluation_of
from deploy.demo.world import World

CONFIRMED: Final = "经核实，理由成立（演示）。"
OPINION: Final = "符合认定条件，同意推荐（演示）。"


async def accept(world: World, case: Case) -> None:
    """The district accepts."""
    await world.act(case.part.district, case.path, "acceptance", {"remark": "材料齐全，予以受理。"})
    world.say(case.part.district, "受理，进入初审", case.number)


async def return_for_correction(world: World, case: Case) -> None:
    """The district returns an application once, naming everything that is missing."""
    wrong = case.part.turns["correction"]
    pointer = f"/{wrong['section']}/{wrong['field']}"
    item = {"pointer": pointer, "reason": wrong["reason"], "clause": wrong["clause"]}
    done = await world.act(case.part.district, case.path, "correction-requests", {"items": [item]})
    due_on = done["application"]["correction_due_on"]
    result = f"{case.number}：{wrong['reason']}须于 {due_on} 前补正"
    world.say(case.part.district, "退回补正", result)


async def recommend(world: World, case: Case, *, quota_reason: str | None = None) -> None:
    """The district finds on every line that is not clear, and recommends."""
    await find(world, case)
    body = {"opinion": OPINION, "rank": case.part.rank}
    over = {"quota_reason": quota_reason} if quota_reason else {}
    await world.act(case.part.district, case.path, "recommendation", body | over)
    why = f"；超出名额的理由：{quota_reason}" if quota_reason else ""
    world.say(case.part.district, "推荐", f"{case.number}，排序第 {case.part.rank}{why}")
    # The re-review opens on the legal day on which the case arrives: the clock waits for it.
    await evaluation_of(world, case)


async def recommend_over_quota(world: World, case: Case) -> dict[str, Any]:
    """The quota is soft: one more needs a reason, and without it is refused (READING 17)."""
    who, body = case.part.district, {"opinion": OPINION, "rank": case.part.rank}
    problem = await world.refused(who, case.path, "recommendation", body)
    world.say(who, "推荐被拒绝", f"{case.number}：{problem['detail']}（{problem['clause']}）")
    await recommend(world, case, quota_reason=case.part.turns["quota_reason"])
    return problem


async def fail_to_recommend(world: World, case: Case) -> dict[str, Any]:
    """What the figures do not carry cannot be recommended; the review ends with its reasons."""
    who = case.part.district
    failed = [line for line in await precheck(world, case) if line["outcome"] == "not_met"]
    for line in failed:
        world.say(who, "核验不符合", f"{case.number} 标准 {line['id']}「{line['quote']}」")
    body = {"opinion": "拟推荐（演示）。", "rank": case.part.rank}
    problem = await world.refused(who, case.path, "recommendation", body)
    world.say(who, "推荐被拒绝", f"{case.number}：{problem['detail']}（{problem['clause']}）")
    clauses = [f"认定标准 {line['clause']} {line['id']}" for line in failed]
    reasons = f"{'、'.join(clauses)}：不符合，初审未通过（演示）。"
    ended = {"ground": "review_not_passed", "reasons": reasons, "clauses": clauses}
    await world.act(who, case.path, "non-recommendation", ended)
    world.say(who, "不予推荐", f"{case.number}：{reasons}")
    return problem


async def precheck(world: World, case: Case) -> list[dict[str, Any]]:
    """The lines of the pre-check that is stored with the newest version."""
    newest = (await world.get(case.path, case.part.district))["submissions"]
    version = await world.get(f"{case.path}/versions/{newest}", case.part.district)
    lines: list[dict[str, Any]] = version["precheck"]["criteria"]
    return lines


async def find(world: World, case: Case) -> None:
    """The district confirms every line of the pre-check that is not clear, with its reason."""
    unclear = [line for line in await precheck(world, case) if _needs_finding(line)]
    if not unclear:
        return
    items = [
        {"criterion_id": line["id"], "position": "confirm", "reason": CONFIRMED} for line in unclear
    ]
    await world.act(case.part.district, case.path, "findings", {"items": items})
    outcomes = read("words")["outcomes"]
    named = "、".join(f"标准 {line['id']} {outcomes[line['outcome']]}" for line in unclear)
    world.say(case.part.district, "记录初审意见", f"{case.number}：{named}")


def _needs_finding(line: dict[str, Any]) -> bool:
    left_to_people = line["force"] != "judged" and line["outcome"] == "needs_judgment"
    return bool(left_to_people or line["outcome"] == "soft_miss")
