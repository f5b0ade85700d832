"""Whole lives of applications, each client leading its own, as far as they get.

A life has four days, and between two of them the legal clock moves while nobody writes:
`file` (from the draft to the public notice), `release`, `report`, `revoke`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from deploy.demo import decision, filing, review, supervision
from deploy.demo.cast import Case, Part, part, read
from tests.fault.chaos import PatientWorld

PERIOD = "2024"
DAYS = {
    "file": "2024-03-12T10:00",
    "release": "2024-03-20T09:00",
    "report": "2025-01-02T09:00",
    "revoke": "2025-04-02T10:00",
}
# A district gives each of its cases a rank of its own; so many are kept for each client.
RANKS = 100
OVER_QUOTA = "演示：超出名额的理由。"
CLAUSES = ["管理办法 第九条"]
# A criterion that only persons judge, so that each of the cast may fail it.
DOUBT = {"criterion_id": "2.1", "reason": "演示：产业链条不完整。", "decision": "演示：不予认定。"}
RETURNED = {"meeting": decision.MEETING, "reason": "演示：请补充说明。", "clauses": CLAUSES}


async def open_round(world: PatientWorld) -> dict[str, Any]:
    """The bureau drafts the year's round, changes its mind once, and opens it."""
    terms = read("round")["round"]
    drafted = await filing.draft_round(world, notice_number="演示")
    await world.put("bureau", f"/rounds/{drafted['id']}", terms)
    return await world.act("bureau", f"/rounds/{drafted['id']}", "opening")


async def rejected(world: PatientWorld, case: Case) -> str:
    """Not accepted: the district says why."""
    reasons = {"reasons": "演示：不属于受理范围。", "clauses": CLAUSES}
    await world.act(case.part.district, case.path, "rejection", reasons)
    return "rejected"


async def withdrawn(world: PatientWorld, case: Case) -> str:
    """Withdrawn while the district reviews."""
    await review.accept(world, case)
    await review.find(world, case)
    return await _withdraw(world, case)


async def withdrawn_late(world: PatientWorld, case: Case) -> str:
    """Withdrawn while the bureau reviews."""
    await review.accept(world, case)
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
    """Returned by the district, corrected, and proposed."""
    await review.return_for_correction(world, case)
    await _change_documents(world, case)
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


@dataclass(slots=True)
class Client:
    """One of those who write at once: an institution, its district, and the bureau with them."""

    world: PatientWorld
    of: Part
    in_round: dict[str, Any]
    first_rank: int
    ended: list[tuple[Case, str]] = field(default_factory=list)
    proposed: list[Case] = field(default_factory=list)
    notice: dict[str, Any] = field(default_factory=dict)
    clusters: list[str] = field(default_factory=list)

    async def file(self) -> None:
        """Each fate once, in an order of its own; then short ones for as long as kills go on."""
        begin = self.first_rank // RANKS % len(FATES)
        for fate in FATES[begin:] + FATES[:begin]:
            await self._live(fate)
        for fate in cycle(SHORT):
            if self.world.killer.spent:
                break
            await self._live(fate)
        self.notice = await self._put_on_notice()

    async def release(self) -> None:
        """The window has passed: closed by the bureau unless the day itself was first; released."""
        path, world = f"/notices/{self.notice['id']}", self.world
        await world.attempt("bureau", path, "closing")
        release = {
            "official_address": decision.ADDRESS,
            "posted_at": (await world.read_clock()).isoformat(),
            "decision": "演示认定决定",
        }
        done = await world.act("bureau", path, "release", release)
        self.clusters = [each["cluster_number"] for each in done["release"]["clusters"]]

    async def report(self) -> None:
        """The first cluster reports, with every way back; cases are opened that end well."""
        world, cluster, of = self.world, self.clusters[0], self.of
        path = f"/annual-reports/{cluster}/{PERIOD}"
        await supervision.wait_for_requests(world, self.clusters, PERIOD)
        await supervision.report(world, of, cluster, PERIOD)
        await self._return_report(of.district, path)
        await supervision.report(world, of, cluster, PERIOD)
        await supervision.review_report(world, of, cluster, PERIOD)
        await self._return_report("bureau", path)
        await supervision.report(world, of, cluster, PERIOD)
        await supervision.review_report(world, of, cluster, PERIOD)
        await supervision.confirm_reports(world, [cluster], PERIOD)
        await self._keep()

    async def revoke(self) -> None:
        """The second cluster reports late, and is revoked all the same, for another reason."""
        world, late = self.world, self.clusters[1]
        await supervision.see_overdue(world, late, PERIOD)
        await not_revoked(world, self.of, self.clusters[0])  # meanwhile the sweep announces it
        await supervision.report(world, self.of, late, PERIOD)
        case = await supervision.revoke(world, late)
        await supervision.answer(world, self.of.institution, case)
        await supervision.decide(world, case)
        await self._keep()

    async def _live(self, fate: Fate) -> None:
        named = variant(self.of, self.first_rank + len(self.ended))
        case = await filing.file_application(self.world, named, self.in_round)
        self.ended.append((case, await fate(self.world, case)))
        if fate in PROPOSED:
            self.proposed.append(case)

    async def _put_on_notice(self) -> dict[str, Any]:
        world, wanted = self.world, {case.id for case in self.proposed}
        await world.until("proposals", lambda: _waiting(world, self.in_round, wanted))
        wish = {"round": self.in_round["id"], "application_ids": sorted(wanted)}
        drafted = await world.create("bureau", "/notices", wish)
        posted_at = (await world.read_clock()).isoformat()
        posting = {"official_address": decision.ADDRESS, "posted_at": posted_at}
        return await world.act("bureau", f"/notices/{drafted['id']}", "publication", posting)

    async def _return_report(self, person: str, path: str) -> None:
        wrong = {"pointer": "/annual_metrics/total_output", "reason": "演示：请核对。"}
        body = {"reason": "演示：数据有疑问。", "items": [wrong]}
        await self.world.act(person, path, "return", body)

    async def _keep(self) -> None:
        """A case that ends without a revocation, and more of them for as long as kills go on."""
        while True:
            await not_revoked(self.world, self.of, self.clusters[0])
            if self.world.killer.spent:
                break


def variant(of: Part, rank: int) -> Part:
    """A part of the cast under a name of its own, with all the turns that a fate may ask for."""
    header = of.sections["header"]
    renamed = header | {"cluster_name": f"{header['cluster_name']}（{rank}）"}
    turns = {
        "correction": part("chips").turns["correction"],
        "withdrawal_reason": "演示：主动撤回。",
    }
    return replace(of, rank=rank, sections=of.sections | {"header": renamed}, turns=turns)


async def not_revoked(world: PatientWorld, of: Part, cluster: str) -> None:
    """A revocation case from the proposal to a decision against it."""
    case = await supervision.revoke(world, cluster)
    await supervision.answer(world, of.institution, case)
    responses = enumerate(read("revocation")["responses"], start=1)
    stays = {
        "outcome": "not_revoked",
        "reason": "演示：不予撤销。",
        "dealt_with": [{"point": number, "response": words} for number, words in responses],
    }
    await world.act("bureau_2", f"/revocation-cases/{case['id']}", "decision", stays)


async def _withdraw(world: PatientWorld, case: Case) -> str:
    await filing.withdraw(world, case)
    return "withdrawn"


async def _change_documents(world: PatientWorld, case: Case) -> None:
    who, documents = case.part.institution, f"{case.path}/documents"
    spare = await world.create(who, documents, read("filing")["document"])
    await world.delete(who, f"{documents}/{spare['id']}")


async def _taken_back(world: PatientWorld, case: Case) -> bool | None:
    shown = await world.get(case.path, case.part.district)
    return True if shown["status"] == "accepted" else None


async def _reviewed_anew(world: PatientWorld, case: Case, earlier: str) -> bool | None:
    found = (await world.get(f"/evaluations?application={case.id}", "bureau"))["items"]
    return True if found[-1]["id"] != earlier else None


async def _waiting(world: PatientWorld, in_round: dict[str, Any], wanted: set[str]) -> bool | None:
    query = f"/proposals?limit=200&round={in_round['id']}"
    found = (await world.get(query, "bureau"))["items"]
    return True if wanted <= {each["application_id"] for each in found} else None
