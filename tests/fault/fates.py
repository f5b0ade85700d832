"""What may become of an application: each fate from its filing to the end of its case."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import replace

from PIL import Image

from common.workbook.apart import XLSX
from deploy.demo import decision, filing, review
from deploy.demo.cast import Case, Part, part, read
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld

OVER_QUOTA = "演示：超出名额的理由。"
CLAUSES = ["管理办法 第九条"]
# A criterion that only persons judge, so that each of the cast may fail it.
DOUBT = {"criterion_id": "2.1", "reason": "演示：产业链条不完整。", "decision": "演示：不予认定。"}
RETURNED = {"meeting": decision.MEETING, "reason": "演示：请补充说明。", "clauses": CLAUSES}


def variant(of: Part, rank: int) -> Part:
    """A part of the cast under a name of its own, with all the turns that a fate may ask for."""
    header = of.sections["header"]
    renamed = header | {"cluster_name": f"{header['cluster_name']}（{rank}）"}
    turns = {
        "correction": part("chips").turns["correction"],
        "withdrawal_reason": "演示：主动撤回。",
    }
    return replace(of, rank=rank, sections=of.sections | {"header": renamed}, turns=turns)


async def rejected(world: PatientWorld, case: Case) -> str:
    """Not accepted: the district says why, and serves the notice of it."""
    reasons = {"reasons": "演示：不属于受理范围。", "clauses": CLAUSES}
    await world.act(case.part.district, case.path, "rejection", reasons)
    await _serve_notice(world, case)
    return "rejected"


async def withdrawn(world: PatientWorld, case: Case) -> str:
    """Withdrawn while the district reviews, by another officer than at first."""
    await review.accept(world, case)
    await world.act(case.part.district, case.path, "hand-overs", said("hand_over"))
    await review.find(world, case)
    return await _withdraw(world, case)


async def withdrawn_late(world: PatientWorld, case: Case) -> str:
    """Withdrawn while the bureau reviews, after the district was on site."""
    await review.accept(world, case)
    await _visit(world, case)
    await review.recommend(world, case, quota_reason=OVER_QUOTA)
    return await _withdraw(world, case)


async def passed_over(world: PatientWorld, case: Case) -> str:
    """Reviewed, and not recommended for its rank."""
    await review.accept(world, case)
    body = {"ground": "passed_over_by_rank", "reasons": "演示：排序靠后。", "clauses": CLAUSES}
    await world.act(case.part.district, case.path, "non-recommendation", body)
    return "not_recommended"


async def refused(world: PatientWorld, case: Case) -> str:
    """Recommended, judged, and not proposed."""
    await review.accept(world, case)
    await review.recommend(world, case, quota_reason=OVER_QUOTA)
    turns = case.part.turns | {"doubt": DOUBT}
    await decision.evaluate_and_refuse(world, replace(case, part=replace(case.part, turns=turns)))
    return "recommended"


async def corrected(world: PatientWorld, case: Case) -> str:
    """Returned by the district, corrected, also by a workbook, and proposed."""
    await review.return_for_correction(world, case)
    await _change_documents(world, case)
    await _import_workbook(world, case)
    await filing.correct(world, case)
    await review.accept(world, case)
    await review.recommend(world, case, quota_reason=OVER_QUOTA)
    await decision.evaluate(world, case)
    return "recommended"


async def sent_back(world: PatientWorld, case: Case) -> str:
    """Returned by the bureau, corrected, recommended again, and proposed."""
    await review.accept(world, case)
    await review.recommend(world, case, quota_reason=OVER_QUOTA)
    evaluation = await decision.evaluation_of(world, case)
    returned = RETURNED | {"outcome": "returned"}
    await world.act("bureau", f"/evaluations/{evaluation['id']}", "decision", returned)
    await world.until("taken back", lambda: _taken_back(world, case))
    await review.return_for_correction(world, case)
    await filing.correct(world, case)
    await review.recommend(world, case, quota_reason=OVER_QUOTA)
    await world.until("reviewed anew", lambda: _reviewed_anew(world, case, evaluation["id"]))
    await decision.evaluate(world, case)
    return "recommended"


async def together(world: PatientWorld, cases: list[Case]) -> None:
    """Recommended as a list, in one act, and proposed one by one."""
    items = []
    for case in cases:
        await review.accept(world, case)
        await review.find(world, case)
        seen = await world.answer_to(case.part.district, case.path)
        words = {"opinion": review.OPINION, "quota_reason": OVER_QUOTA, "rank": case.part.rank}
        items.append(words | {"application": case.id, "etag": seen.headers["ETag"]})
    await world.create(cases[0].part.district, "/recommendations", {"items": items})
    for case in cases:
        await decision.evaluate(world, case)


Fate = Callable[[PatientWorld, Case], Awaitable[str]]
FATES: tuple[Fate, ...] = (
    corrected,
    rejected,
    sent_back,
    withdrawn,
    refused,
    passed_over,
    withdrawn_late,
)
SHORT: tuple[Fate, ...] = (rejected, withdrawn, passed_over)
PROPOSED: tuple[Fate, ...] = (corrected, sent_back)


async def _withdraw(world: PatientWorld, case: Case) -> str:
    await filing.withdraw(world, case)
    return "withdrawn"


async def _change_documents(world: PatientWorld, case: Case) -> None:
    who, documents = case.part.institution, f"{case.path}/documents"
    spare = await world.create(who, documents, read("filing")["document"])
    await world.delete(who, f"{documents}/{spare['id']}")


async def _import_workbook(world: PatientWorld, case: Case) -> None:
    who = case.part.institution
    workbook = (await world.answer_to(who, f"{case.path}/workbook.xlsx")).content
    await world.bring(who, case.path, "imports", workbook, media_type=XLSX)


async def _serve_notice(world: PatientWorld, case: Case) -> None:
    notices = (await world.get(f"{case.path}/notices", case.part.district))["items"]
    body = said("service", served_on=(await world.read_clock()).date().isoformat())
    path = f"{case.path}/notices/{notices[0]['number']}/service"
    await world.create(case.part.district, path, body)


async def _visit(world: PatientWorld, case: Case) -> None:
    who, documents = case.part.district, f"{case.path}/documents"
    photo = await world.create(who, documents, said("photo"))
    drawn = io.BytesIO()
    Image.new("RGB", (4, 3)).save(drawn, "PNG")
    await world.upload(who, f"{documents}/{photo['id']}", drawn.getvalue())
    day = (await world.read_clock()).date().isoformat()
    visit = said("visit", visited_on=day, photos=[photo["id"]])
    await world.act(who, case.path, "site-verifications", visit)


async def _taken_back(world: PatientWorld, case: Case) -> bool | None:
    shown = await world.get(case.path, case.part.district)
    return True if shown["status"] == "accepted" else None


async def _reviewed_anew(world: PatientWorld, case: Case, earlier: str) -> bool | None:
    found = (await world.get(f"/evaluations?application={case.id}", "bureau"))["items"]
    return True if found[-1]["id"] != earlier else None
