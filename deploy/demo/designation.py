"""From the notice of the year to the register: round, filing, review, evaluation, public notice."""

from dataclasses import dataclass
from typing import Any, Final

from deploy.demo.cast import Part, read
from deploy.demo.world import World

ADDRESS: Final = "https://jxj.example.org"
OUTCOME: Final = {"soft_miss": "超出一般要求（须说明）", "needs_judgment": "待人工判定"}
CONFIRMED: Final = "经核实，理由成立（演示）。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application in the story."""

    part: Part
    id: str
    number: str

    @property
    def path(self) -> str:
        """Where the application is."""
        return f"/applications/{self.id}"


async def open_round(world: World) -> dict[str, Any]:
    """The bureau drafts the year's round and opens it."""
    drafted = await world.create("bureau", "/rounds", read("round")["round"])
    path = f"/rounds/{drafted['id']}"
    opened = await world.act("bureau", path, "opening")
    standard = opened["standard"]["id"]
    world.say("bureau", "发布年度通知，开启申报批次", f"{opened['number']}，适用标准 {standard}")
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
    world.say(who, f"填报《{part.name}》申报表", f"{case.number}，数据为演示用合成数据")
    await _attach_plan(world, case)
    gaps = (await world.get(f"{case.path}/completeness", who))["items"]
    await world.act(who, case.path, "submission")
    warnings = f"（另有提示 {len(gaps)} 项）" if gaps else ""
    world.say(who, "提交申报材料", f"{case.number} 第 1 版{warnings}")
    return case


async def _attach_plan(world: World, case: Case) -> None:
    who = case.part.institution
    document = await world.create(who, f"{case.path}/documents", read("filing")["document"])
    content = f"{case.part.name}三年发展规划\n\n本文件为演示用合成数据。\n".encode()
    kept = await world.upload(who, f"{case.path}/documents/{document['id']}", content)
    world.say(who, "上传三年发展规划", f"SHA-256 {kept['sha256'][:16]}…")


async def accept(world: World, case: Case) -> None:
    """The district accepts."""
    await world.act(case.part.district, case.path, "acceptance", {"remark": "材料齐全，予以受理。"})
    world.say(case.part.district, "受理，进入初审", case.number)


async def return_for_correction(world: World, case: Case) -> None:
    """The district returns an application once, naming everything that is missing."""
    wrong = case.part.correction
    assert wrong is not None, "this part has something to correct"
    pointer = f"/{wrong['section']}/{wrong['field']}"
    item = {"pointer": pointer, "reason": wrong["reason"], "clause": wrong["clause"]}
    done = await world.act(case.part.district, case.path, "correction-requests", {"items": [item]})
    due_on = done["application"]["correction_due_on"]
    result = f"{case.number}，{wrong['reason']}须于 {due_on} 前补正"
    world.say(case.part.district, "退回补正", result)


async def correct(world: World, case: Case) -> None:
    """The institution puts it right and submits again."""
    wrong, who = case.part.correction, case.part.institution
    assert wrong is not None, "this part has something to correct"
    section = case.part.sections[wrong["section"]] | {wrong["field"]: wrong["corrected"]}
    await world.put(who, case.path, {wrong["section"]: section})
    done = await world.act(who, case.path, "submission")
    world.say(who, "补正后再次提交", f"{case.number} 第 {done['application']['submissions']} 版")


async def recommend(world: World, case: Case) -> None:
    """The district finds on every line that is not clear, and recommends."""
    who, lines = case.part.district, await precheck(world, case)
    unclear = [line for line in lines if _needs_finding(line)]
    if unclear:
        items = [
            {"criterion_id": line["id"], "position": "confirm", "reason": CONFIRMED}
            for line in unclear
        ]
        await world.act(who, case.path, "findings", {"items": items})
        named = "、".join(f"{line['id']}（{OUTCOME[line['outcome']]}）" for line in unclear)
        world.say(who, "逐条记录初审意见", f"{case.number}：{named}")
    body = {"opinion": "符合认定条件，同意推荐（演示）。", "rank": case.part.rank}
    await world.act(who, case.path, "recommendation", body)
    world.say(who, "推荐", f"{case.number}，排序第 {case.part.rank}")
    # The re-review opens on the legal day on which the case arrives: the clock waits for it.
    await _evaluation_of(world, case)


async def fail_to_recommend(world: World, case: Case) -> dict[str, Any]:
    """What the figures do not carry cannot be recommended; the review ends with its reasons."""
    who = case.part.district
    failed = [line for line in await precheck(world, case) if line["outcome"] == "not_met"]
    for line in failed:
        world.say(who, "核验结果：不符合", f"{case.number} 标准 {line['id']}「{line['quote']}」")
    body = {"opinion": "拟推荐（演示）。", "rank": case.part.rank}
    problem = await world.refused(who, case.path, "recommendation", body)
    world.say(who, "尝试推荐，被拒绝", f"{problem['detail']}（{problem['clause']}）")
    clauses = [f"认定标准 {line['clause']} {line['id']}" for line in failed]
    reasons = f"{'、'.join(clauses)}：不符合，初审未通过（演示）。"
    ended = {"ground": "review_not_passed", "reasons": reasons, "clauses": clauses}
    await world.act(who, case.path, "non-recommendation", ended)
    world.say(who, "不予推荐，书面说明理由", f"{case.number}：{reasons}")
    return problem


async def precheck(world: World, case: Case) -> list[dict[str, Any]]:
    """The lines of the pre-check that is stored with the newest version."""
    newest = (await world.get(case.path, case.part.district))["submissions"]
    version = await world.get(f"{case.path}/versions/{newest}", case.part.district)
    lines: list[dict[str, Any]] = version["precheck"]["criteria"]
    return lines


def _needs_finding(line: dict[str, Any]) -> bool:
    left_to_people = line["force"] != "judged" and line["outcome"] == "needs_judgment"
    return bool(left_to_people or line["outcome"] == "soft_miss")


async def evaluate(world: World, case: Case) -> None:
    """The bureau judges what only people can judge, and proposes the case."""
    path = f"/evaluations/{(await _evaluation_of(world, case))['id']}"
    criteria = (await world.get(path, "bureau"))["criteria"]
    waiting = [each for each in criteria if each["for_judgment"] and not each["holds"]]
    judgments = [_judgment(each) for each in waiting]
    await world.act("bureau", path, "judgments", {"judgments": judgments})
    met = sum(each["outcome"] == "met" for each in criteria)
    world.say(
        "bureau",
        "复审：系统核验与人工判定",
        f"{case.number}，{met} 项核验符合，判定 {len(waiting)} 项",
    )
    decision = {
        "outcome": "proposed",
        "meeting": "演示审定会〔2024〕1号",
        "reason": "全部认定条件均符合（演示）。",
        "clauses": ["管理办法 第十条"],
    }
    done = await world.act("bureau", path, "decision", decision)
    world.say("bureau", "审定：拟认定", done["decisions"][-1]["reference"])


async def _evaluation_of(world: World, case: Case) -> dict[str, Any]:
    async def opened() -> dict[str, Any] | None:
        found = await world.get(f"/evaluations?application={case.id}", "bureau")
        return found["items"][-1] if found["items"] else None

    return await world.until(f"{case.number} 进入复审", opened)


def _judgment(criterion: dict[str, Any]) -> dict[str, Any]:
    return {
        "criterion_id": criterion["id"],
        "finding": "met",
        "reason": "经审阅申报材料和核查，符合（演示）。",
        "evidence": [{"text": "申报材料及核查记录（演示用合成数据）"}],
    }


async def put_on_notice(world: World, in_round: dict[str, Any], *, count: int) -> dict[str, Any]:
    """The bureau posts the proposed list."""
    proposals = f"/proposals?round={in_round['id']}"

    async def all_proposed() -> bool | None:
        return True if len((await world.get(proposals, "bureau"))["items"]) == count else None

    await world.until("拟认定案件到达名录", all_proposed)
    drafted = await world.create("bureau", "/notices", {"round": in_round["id"]})
    posted_at = (await world.read_clock()).isoformat()
    posting = {"official_address": f"{ADDRESS}/notices/1", "posted_at": posted_at}
    notice = await world.act("bureau", f"/notices/{drafted['id']}", "publication", posting)
    window = f"公示期 {notice['first_day']} 至 {notice['last_day']}"
    world.say(
        "bureau", "在官方网站公示拟认定名单", f"{notice['number']}，{notice['count']} 个，{window}"
    )
    early = await world.refused(
        "bureau", f"/notices/{notice['id']}", "release", posting | {"decision": "演示"}
    )
    world.say("bureau", "公示期内尝试发布，被拒绝", early["detail"])
    return notice


async def release(world: World, notice: dict[str, Any]) -> list[dict[str, Any]]:
    """After the window the list is released: its entries are clusters of the register."""
    path = f"/notices/{notice['id']}"

    async def closed() -> dict[str, Any] | None:
        now = await world.get(path, "bureau")
        return now if now["status"] == "closed" else None

    await world.until("公示期满", closed)
    world.say("bureau", "公示期满，无异议", notice["number"])
    posted_at = (await world.read_clock()).isoformat()
    body = {
        "official_address": f"{ADDRESS}/lists/1",
        "posted_at": posted_at,
        "decision": "演示认定决定〔2024〕1号",
    }
    released = await world.act("bureau", path, "release", body)
    numbers = {each["application_id"] for each in released["release"]["clusters"]}
    clusters: list[dict[str, Any]] = (await world.get("/clusters"))["items"]
    mine = [each for each in clusters if each["notice_number"] == notice["number"]]
    assert len(mine) == len(numbers), "every entry became a cluster"
    for cluster in mine:
        period = cluster["periods"][-1]
        valid = f"有效期 {period['first_day']} 至 {period['last_day']}"
        world.say("bureau", f"发布，认定《{cluster['name']}》", f"{cluster['number']}，{valid}")
    return mine
