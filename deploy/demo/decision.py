"""What the bureau does: judge, decide, put on public notice, release into the register."""

from typing import Any, Final

from deploy.demo.cast import Case
from deploy.demo.world import World

ADDRESS: Final = "https://jxj.example.org"
MEETING: Final = "演示审定会〔2024〕1号"
MET: Final = {
    "finding": "met",
    "reason": "经审阅申报材料和核查，符合（演示）。",
    "evidence": [{"text": "申报材料及核查记录（演示用合成数据）"}],
}


async def evaluate(world: World, case: Case) -> dict[str, Any]:
    """The bureau judges what only people can judge, and proposes the case."""
    evaluation = await judge(world, case)
    decision = {
        "outcome": "proposed",
        "meeting": MEETING,
        "reason": "全部认定条件均符合（演示）。",
        "clauses": ["管理办法 第十条"],
    }
    path = f"/evaluations/{evaluation['id']}"
    done = await world.act("bureau", path, "decision", decision)
    judged = sum(each["for_judgment"] for each in evaluation["criteria"])
    checked = sum(each["outcome"] == "met" for each in evaluation["criteria"])
    reference = done["decisions"][-1]["reference"]
    result = f"{reference}，系统核验符合 {checked} 项，人工判定符合 {judged} 项"
    world.say("bureau", "审定：拟认定", result)
    return done


async def evaluate_and_refuse(world: World, case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """A soft line vetoes nothing by itself: a person finds against it, and says why (art. 10)."""
    doubt = case.part.turns["doubt"]
    evaluation = await judge(world, case)
    world.say(
        "bureau", "判定不符合", f"{case.number} 标准 {doubt['criterion_id']}：{doubt['reason']}"
    )
    path = f"/evaluations/{evaluation['id']}"
    decision = {"meeting": MEETING, "reason": doubt["decision"], "clauses": ["管理办法 第十条"]}
    proposed = decision | {"outcome": "proposed"}
    problem = await world.refused("bureau", path, "decision", proposed)
    world.say("bureau", "拟认定被拒绝", f"{case.number}：{problem['detail']}")
    refused = decision | {"outcome": "not_proposed", "ground": "criterion_not_met"}
    done = await world.act("bureau", path, "decision", refused)
    last = done["decisions"][-1]
    named = f"{last['reference']}（{'、'.join(last['clauses'])}）：{last['reason']}"
    world.say("bureau", "审定：不予认定", named)
    return problem, done


async def evaluation_of(world: World, case: Case) -> dict[str, Any]:
    """The evaluation of a case, as soon as its recommendation has arrived."""

    async def opened() -> dict[str, Any] | None:
        found = await world.get(f"/evaluations?application={case.id}", "bureau")
        return found["items"][-1] if found["items"] else None

    return await world.until(f"{case.number} 进入复审", opened)


async def judge(world: World, case: Case) -> dict[str, Any]:
    """The bureau judges what only people can judge."""
    path = f"/evaluations/{(await evaluation_of(world, case))['id']}"
    evaluation = await world.get(path, "bureau")
    waiting = [one for one in evaluation["criteria"] if one["for_judgment"] and not one["holds"]]
    judgments = [_judgment(case, criterion["id"]) for criterion in waiting]
    await world.act("bureau", path, "judgments", {"judgments": judgments})
    return evaluation


def _judgment(case: Case, criterion: str) -> dict[str, Any]:
    doubt = case.part.turns.get("doubt")
    found = MET | {"criterion_id": criterion}
    if doubt and doubt["criterion_id"] == criterion:
        found |= {"finding": "not_met", "reason": doubt["reason"]}
    return found


async def put_on_notice(
    world: World, in_round: dict[str, Any], *, count: int, of: str = "拟认定名单"
) -> dict[str, Any]:
    """The bureau posts the proposed list."""
    proposals = f"/proposals?round={in_round['id']}"

    async def all_proposed() -> bool | None:
        return True if len((await world.get(proposals, "bureau"))["items"]) == count else None

    await world.until(f"{of}到达名录", all_proposed)
    drafted = await world.create("bureau", "/notices", {"round": in_round["id"]})
    posted_at = (await world.read_clock()).isoformat()
    posting = {"official_address": f"{ADDRESS}/notices/{drafted['number']}", "posted_at": posted_at}
    notice = await world.act("bureau", f"/notices/{drafted['id']}", "publication", posting)
    window = f"公示期 {notice['first_day']} 至 {notice['last_day']}"
    result = f"{notice['number']}，{notice['count']} 个，{window}"
    world.say("bureau", f"公示{of}", result)
    await fail_to_release(world, notice, "提前发布被拒绝")
    return notice


async def fail_to_release(world: World, notice: dict[str, Any], words: str) -> dict[str, Any]:
    """A list is not released before its day, nor while an objection to it is open."""
    posted_at = (await world.read_clock()).isoformat()
    posting = {"official_address": f"{ADDRESS}/lists/{notice['number']}", "posted_at": posted_at}
    path = f"/notices/{notice['id']}"
    problem = await world.refused("bureau", path, "release", posting | {"decision": "演示"})
    world.say("bureau", words, problem["detail"])
    return problem


async def await_close(world: World, notice: dict[str, Any]) -> None:
    """The window is over."""

    async def closed() -> dict[str, Any] | None:
        now = await world.get(f"/notices/{notice['id']}", "bureau")
        return now if now["status"] == "closed" else None

    await world.until("公示期满", closed)
    world.say("系统", "公示期满", notice["number"])


async def post_list(world: World, notice: dict[str, Any], decision: str) -> dict[str, Any]:
    """The bureau releases the list that was on notice."""
    posted_at = (await world.read_clock()).isoformat()
    posting = {"official_address": f"{ADDRESS}/lists/{notice['number']}", "posted_at": posted_at}
    body = posting | {"decision": decision}
    return await world.act("bureau", f"/notices/{notice['id']}", "release", body)


async def release(world: World, notice: dict[str, Any]) -> list[dict[str, Any]]:
    """After the window the list is released: its entries are clusters of the register."""
    released = await post_list(world, notice, "演示认定决定〔2024〕1号")
    numbers = {each["application_id"] for each in released["release"]["clusters"]}
    clusters: list[dict[str, Any]] = (await world.get("/clusters"))["items"]
    mine = [each for each in clusters if each["notice_number"] == notice["number"]]
    assert len(mine) == len(numbers), "every entry became a cluster"
    period = mine[0]["periods"][-1]
    valid = f"有效期 {period['first_day']} 至 {period['last_day']}"
    world.say("bureau", "发布认定名单", f"{notice['number']}，{len(mine)} 个，{valid}")
    for cluster in mine:
        world.say("bureau", "认定", f"{cluster['number']}《{cluster['name']}》")
    return mine
