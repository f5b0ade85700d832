"""An objection during the notice: by anybody, sealed, answered, found upon, told back."""

from hashlib import sha256
from typing import Any

from deploy.demo.cast import Case, read
from deploy.demo.world import World


async def object_to(world: World, notice: dict[str, Any], case: Case, how: str) -> dict[str, Any]:
    """Anybody objects to an entry without a token, and keeps a receipt and a secret."""
    words, filing = read("objections")[how], read("objections")["filing"]
    page = {"form": "handwritten", "sha256": digest(filing["page"])}
    body = {
        "application_id": case.id,
        "content": words["content"],
        "objector": filing["objector"] | {"signature": page},
        "evidence": [{"description": words["evidence"], "sha256": digest(words["evidence"])}],
    }
    receipt = await world.create(None, f"/notices/{notice['id']}/objections", body)
    kept = f"回执 {receipt['receipt']}，另有一次性密钥，仅异议人知道"
    world.say("objector", "提出异议", f"{notice['number']} {case.number}；{kept}")
    return receipt


async def take_up(world: World, case: Case, receipt: dict[str, Any], how: str) -> None:
    """The bureau hands on the substance; who objected stays sealed from the applicant."""
    path, words = f"/objections/{receipt['receipt']}", read("objections")[how]
    told = {"substance": words["substance"]}
    done = await world.act("bureau", path, "taking-up", told)
    until = f"申报主体须于 {done['answer_due_on']} 前答复，不知异议人是谁"
    world.say("bureau", "受理异议，转告要点", f"{words['substance']}{until}")
    sees = await world.get(path, case.part.institution)
    assert {"objector", "content"} <= set(sees["sealed"]), "who objects stays sealed"


async def answer(world: World, case: Case, receipt: dict[str, Any], how: str) -> None:
    """The applicant answers the substance."""
    words = read("objections")[how]["answer"]
    path = f"/objections/{receipt['receipt']}"
    await world.act(case.part.institution, path, "answer", {"answer": words})
    world.say(case.part.institution, "答复异议", words)


async def find(world: World, receipt: dict[str, Any], how: str) -> dict[str, Any]:
    """The bureau finds; the objector reads it by receipt and secret alone."""
    words, path = read("objections")[how], f"/objections/{receipt['receipt']}"
    found = {"finding": words["finding"], "reason": words["reason"]}
    await world.act("bureau", path, "finding", found)
    outcome = read("words")["findings"][words["finding"]]
    world.say("bureau", f"认定异议{outcome}", words["reason"])
    told = await world.shown(path, {"Objection-Secret": receipt["secret"]})
    world.say("objector", "凭回执和密钥查询", read("words")["findings"][told["status"]])
    return told


def digest(content: str) -> str:
    """The hash that stands for a document that stays with its holder."""
    return sha256(content.encode()).hexdigest()
