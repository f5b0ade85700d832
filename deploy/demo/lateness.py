"""A report that does not come: reminded in writing, a lead, a case, and a person's decision."""

from typing import Any

from deploy.demo.cast import Part, read
from deploy.demo.supervision import notify, open_case
from deploy.demo.world import World


async def remind(world: World, part: Part, obligation: dict[str, Any]) -> None:
    """The district reminds in writing: without that, art. 17(3) is not relied on."""
    served = read("lateness")["reminder"] | {"served_on": world.now.date().isoformat()}
    path = f"/obligations/{obligation['id']}"
    early = await world.refused(part.district, path, "breach", read("lateness")["breach"])
    world.say(part.district, "报送线索被拒绝", early["detail"])
    done = await world.act(part.district, path, "reminder", served)
    until = done["comply_by"]
    world.say(part.district, "书面催报", f"{served['document_number']}，须于 {until} 前报送")


async def propose(world: World, part: Part, obligation: dict[str, Any]) -> dict[str, Any]:
    """The reminder's period is over: the district proposes a lead, which reaches the register."""
    path = f"/obligations/{obligation['id']}"
    breach = await world.act(part.district, path, "breach", read("lateness")["breach"])
    world.say(part.district, "报送线索", f"{breach['clause']}：{breach['facts']}")
    case = await lead_of(world, breach)
    world.say("系统", "登记线索", f"{case['number']}，{case['cluster_number']}；立案与否由人决定")
    return case


async def lead_of(world: World, breach: dict[str, Any], status: str = "proposed") -> dict[str, Any]:
    """The case that a breach came to in the register."""
    number, limb = breach["cluster_number"], breach["limb"]

    async def arrived() -> dict[str, Any] | None:
        cases = (await world.get(f"/revocation-cases?cluster_number={number}", "bureau"))["items"]
        found = [each for each in cases if (each["limb"], each["status"]) == (limb, status)]
        return found[-1] if found else None

    return await world.until(f"{number} 的线索（{status}）", arrived)


async def open_and_notify(world: World, case: dict[str, Any]) -> None:
    """The bureau opens the case and lets the institution know what is held against it."""
    given = read("lateness")
    await open_case(world, case, given["opening"])
    await notify(world, case, given["notification"])


async def answer(world: World, part: Part, case: dict[str, Any]) -> None:
    """The institution answers; that it has filed by now is a fact on record."""
    path, given = f"/revocation-cases/{case['id']}", read("lateness")["answer"]
    await world.act(part.institution, path, "answer", given)
    world.say(part.institution, "陈述申辩", f"{case['number']}：{given['points'][0]}")


async def decide(world: World, case: dict[str, Any]) -> dict[str, Any]:
    """Another person decides, with the question of the ground asked again before it."""
    path, given = f"/revocation-cases/{case['id']}", read("lateness")["decision"]

    async def on_record() -> dict[str, Any] | None:
        now = await world.get(path, "bureau_2")
        answers = {asked["question"]: asked["answer"] for asked in now["ground_check"]}
        return now if answers["report_filed"] == "yes" else None

    shown = await world.until(f"{case['number']} 记录补报", on_record)
    for asked in shown["ground_check"]:
        told = read("words")["answers"][asked["answer"]]
        world.say("系统", "再核对事由", f"{asked['zh']}：{told}")
    done = await world.act("bureau_2", path, "decision", given)
    world.say("bureau_2", "决定不予撤销", f"{case['number']}：{given['reason']}")
    return done
