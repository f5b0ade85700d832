"""Whole lives of applications, each client leading its own, as far as they get.

A life has five days, and between two of them the legal clock moves while nobody writes:
`file` (from the draft to the public notice), `release`, `report`, `revoke`, `settle`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from deploy.demo import decision, filing, supervision
from deploy.demo.cast import Case, Part, read
from tests.fault import changing, reporting, supervising, tracking
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld
from tests.fault.fates import FATES, PROPOSED, SHORT, Fate, together, variant
from tests.fault.objecting import object_to

PERIOD, NEXT_PERIOD = "2024", "2025"
DAYS = {
    "file": "2024-03-12T10:00",
    "release": "2024-03-20T09:00",
    "report": "2025-01-02T09:00",
    "revoke": "2025-04-02T10:00",
    "settle": "2025-05-06T10:00",
}
# A district gives each of its cases a rank of its own; so many are kept for each client.
RANKS = 100


async def open_round(world: PatientWorld) -> dict[str, Any]:
    """The bureau drafts the year's round, changes its mind once, opens and extends it."""
    terms = read("round")["round"]
    drafted = await filing.draft_round(world, notice_number="演示")
    await world.put("bureau", f"/rounds/{drafted['id']}", terms)
    await world.act("bureau", f"/rounds/{drafted['id']}", "opening")
    return await world.act("bureau", f"/rounds/{drafted['id']}", "extension", said("extension"))


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
    case: dict[str, Any] = field(default_factory=dict)
    renewals: dict[str, Any] = field(default_factory=dict)

    async def file(self) -> None:
        """Each fate once, in an order of its own; then short ones for as long as kills go on."""
        begin = self.first_rank // RANKS % len(FATES)
        for fate in FATES[begin:] + FATES[:begin]:
            await self._live(fate)
        await self._live_together()
        for fate in cycle(SHORT):
            if self.world.killer.spent:
                break
            await self._live(fate)
        self.notice = await self._put_on_notice()
        await object_to(self.world, self.notice, self.proposed[0], self.proposed[-1])

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
        world, of, (first, _, third) = self.world, self.of, self.clusters
        await supervision.wait_for_requests(world, self.clusters, PERIOD)
        await self._in_turn(
            lambda: self._report_first(first),
            lambda: supervising.extend(world, third, PERIOD),
            lambda: tracking.track(world, of, first),
            lambda: tracking.show_others(world, of),
        )
        await self._keep()

    async def revoke(self) -> None:
        """The second cluster reports late, and is revoked all the same, for another reason."""
        world, of, (first, late, third) = self.world, self.of, self.clusters
        await supervision.see_overdue(world, late, PERIOD)
        await self._in_turn(
            lambda: not_revoked(world, of, first),  # meanwhile the sweep announces it
            lambda: self._revoke_second(late),
            lambda: supervising.remind(world, of, third, PERIOD),
            lambda: supervising.give_tasks(world, of, first),
            lambda: supervising.see_incident(world, of, first),
            lambda: supervising.assess(world, first, PERIOD),
        )
        await self._keep()

    async def settle(self) -> None:
        """The third cluster never reports; the second is reinstated, and the first goes on."""
        world, of, (first, second, third) = self.world, self.of, self.clusters
        await self._in_turn(
            lambda: supervising.give_up_on_report(world, of, third, PERIOD),
            lambda: supervising.waive(world, third, NEXT_PERIOD),
            lambda: changing.reinstate(world, second, self.case),
            lambda: changing.correct_entry(world, first),
            lambda: changing.file_change(world, of, first),
            lambda: self._renew_first(first),
        )
        await self._keep()

    async def _in_turn(self, *stories: Callable[[], Awaitable[None]]) -> None:
        """One after the other, each client from another one on: a kill meets many kinds of act."""
        begin = self.first_rank // RANKS % len(stories)
        for story in stories[begin:] + stories[:begin]:
            await story()

    async def _report_first(self, cluster: str) -> None:
        world, of, path = self.world, self.of, f"/annual-reports/{cluster}/{PERIOD}"
        await reporting.prepare(world, of, cluster, PERIOD)
        await supervision.report(world, of, cluster, PERIOD)
        await reporting.explain(world, of, cluster, PERIOD)
        await self._return_report(of.district, path)
        await supervision.report(world, of, cluster, PERIOD)
        await supervision.review_report(world, of, cluster, PERIOD)
        await self._return_report("bureau", path)
        await supervision.report(world, of, cluster, PERIOD)
        await supervision.review_report(world, of, cluster, PERIOD)
        await supervision.confirm_reports(world, [cluster], PERIOD)
        await reporting.correct(world, of, cluster, PERIOD)

    async def _revoke_second(self, cluster: str) -> None:
        world, of = self.world, self.of
        await supervision.report(world, of, cluster, PERIOD)
        self.case = await supervision.revoke(world, cluster)
        await supervision.answer(world, of.institution, self.case)
        await supervision.decide(world, self.case)

    async def _renew_first(self, cluster: str) -> None:
        named = variant(self.of, self.first_rank + len(self.ended))
        renewal = await changing.renew(self.world, named, cluster, self.renewals)
        self.ended.append((renewal, "forwarded"))

    async def _live(self, fate: Fate) -> None:
        case = await self._filed()
        self.ended.append((case, await fate(self.world, case)))
        if fate in PROPOSED:
            self.proposed.append(case)

    async def _live_together(self) -> None:
        cases = []
        for _ in range(2):
            cases.append(await self._filed())
            self.ended.append((cases[-1], "recommended"))
        await together(self.world, cases)
        self.proposed += cases

    async def _filed(self) -> Case:
        named = variant(self.of, self.first_rank + len(self.ended))
        return await filing.file_application(self.world, named, self.in_round)

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


async def _waiting(world: PatientWorld, in_round: dict[str, Any], wanted: set[str]) -> bool | None:
    query = f"/proposals?limit=200&round={in_round['id']}"
    found = (await world.get(query, "bureau"))["items"]
    return True if wanted <= {each["application_id"] for each in found} else None
