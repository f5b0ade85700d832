"""A cluster with its report, as monitoring meets them: events in, requests over HTTP."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

import pytest
import pytest_asyncio

from common.clock import SHANGHAI, LegalClock
from common.contracts.case import Institution
from common.contracts.cluster import ClusterDesignated, ClusterFacts, ClusterRevoked, Period
from common.contracts.round import ReportTerms
from common.ids import new_id
from common.testing.documents import pdf
from common.testing.plugin import RunningService, RunService
from monitoring.main import SERVICE

COMPLETE: dict[str, Any] = {
    "header": {"contact_name": "某某", "contact_mobile": "13800000000"},
    "profile_changes": [],
    "annual_metrics": {
        "total_output": "520000.00",
        "sme_output": "400000.00",
        "leading_industry_output": "410000.00",
        "enterprise_count": 150,
        "sme_count": 140,
        "employed_persons": 6500,
        "sme_rd_expense": "12000.00",
        "valid_invention_patents": 130,
        "platform_user_count": 40,
    },
    "new_titles": [{"title_kind": "little_giant", "count": 2}],
    "progress": {"plan_execution": "按规划执行。", "experience": "建立共享平台。"},
    "target_progress": [],
    "problems_and_improvements": [],
    "incidents": [],
    "services_delivered": [],
}


PERIOD = Period(first_day=date(2024, 1, 1), last_day=date(2026, 12, 31), style="calendar_years")
TRUE = {"truth_and_completeness": True}
SEALED_PAGE = pdf("sealed")


def cluster(**changes: Any) -> ClusterFacts:
    """The public facts of a cluster of Haidian."""
    values: dict[str, Any] = {
        "cluster_id": new_id(),
        "number": "BJ-2024-0001",
        "name": "北京市海淀区行业应用软件产业集群",
        "district": "110108",
        "leading_industry": "行业应用软件",
        "institution": Institution(code="91110000101623741K", name="演示运营机构"),
        "periods": (PERIOD,),
    }
    return ClusterFacts(**(values | changes))


def report_terms(**changes: Any) -> ReportTerms:
    """The report terms of a round: the end of March, the district two weeks before."""
    values: dict[str, Any] = {
        "municipal_due_month": 3,
        "municipal_due_day": 31,
        "district_due_month": 3,
        "district_due_day": 15,
        "roll_forward": True,
        "form_version": "1",
    }
    return ReportTerms(**(values | changes))


@dataclass
class Reporting:
    """Monitoring at work: one test's service, with the acts that its tests repeat."""

    running: RunningService
    keys: int = 0
    terms: ReportTerms = field(default_factory=report_terms)

    async def designate(self, **changes: Any) -> ClusterFacts:
        """A cluster is designated for the calendar years 2024 to 2026."""
        application_id = changes.pop("application_id", None) or new_id()
        facts = cluster(**changes)
        event = ClusterDesignated(
            cluster=facts,
            application_id=application_id,
            notice_number="BJ-2024-N-0001",
            published_on=date(2024, 7, 1),
            report=self.terms,
        )
        assert await self.running.hear(event, about=facts.cluster_id) == "applied"
        return facts

    async def revoke(self, facts: ClusterFacts, *, on: date) -> None:
        """The designation of a cluster is revoked."""
        event = ClusterRevoked(
            cluster=facts,
            revocation_case_id=new_id(),
            ground="17(2)",
            clause="第十七条（二）",
            effective_on=on,
            published_on=on,
        )
        assert await self.running.hear(event, about=facts.cluster_id) == "applied"

    async def sweep(self) -> None:
        """What the leading worker does once a minute."""
        for job in SERVICE.jobs:
            await job(self.running.worker, cast(LegalClock, self.running.clock))

    def move_to(self, *day: int) -> None:
        """Move the legal clock to a day in Shanghai, at ten o'clock, or to a moment of it."""
        year, month, date_, hour, minute = (*day, 10, 0)[:5] if len(day) == 3 else day
        moment = datetime(year, month, date_, hour, minute, tzinfo=SHANGHAI)
        self.running.clock.at = moment

    async def get(self, path: str, person: str) -> Any:
        """GET as a person."""
        return await self.running.client.get(path, headers=self.running.as_(person))

    async def put(self, path: str, person: str, body: Any, **headers: str) -> Any:
        """PUT as a person."""
        headers = self.running.as_(person) | headers
        return await self.running.client.put(path, json=body, headers=headers)

    async def act(
        self, path: str, person: str, body: Any, *, match: str | None = '"v1"', **headers: str
    ) -> Any:
        """POST an act as a person, on a version."""
        self.keys += 1
        headers = self.running.as_(person) | {"Idempotency-Key": f"k{self.keys}"} | headers
        if match is not None:
            headers["If-Match"] = match
        return await self.running.client.post(path, json=body, headers=headers)

    async def submitted(self, facts: ClusterFacts, period: str = "2024") -> str:
        """The cluster's report is written and submitted; returns its address."""
        path = f"/v1/annual-reports/{facts.number}/{period}"
        written = await self.put(path, "institution", COMPLETE, **{"If-None-Match": "*"})
        assert written.status_code == 201, written.text
        done = await self.submit(path)
        assert done.status_code == 201, done.text
        return path

    async def seal(self, path: str, *, person: str = "institution") -> Any:
        """The page of a report is sealed, on the version there is."""
        tag = (await self.get(path, person)).headers["ETag"]
        headers = self.running.as_(person) | {"If-Match": tag, "Content-Type": "application/pdf"}
        url = f"{path}/seal-page"
        sealed = await self.running.client.put(url, content=SEALED_PAGE, headers=headers)
        assert sealed.status_code == 200, sealed.text
        return sealed

    async def signed(self, path: str, **words: Any) -> tuple[dict[str, Any], str]:
        """What is written is sealed and signed: the words of a submission, and on which version."""
        sealed = await self.seal(path)
        signature = {
            "signer": "某某",
            "signed_on": "2025-02-10",
            "content_sha256": sealed.json()["content_sha256"],
        }
        return TRUE | {"signature": signature} | words, sealed.headers["ETag"]

    async def submit(self, path: str, *, act: str = "submission", **words: Any) -> Any:
        """What is written is submitted, or put in the place of what was received."""
        body, tag = await self.signed(path, **words)
        return await self.act(f"{path}/{act}", "institution", body, match=tag)


@pytest_asyncio.fixture(loop_scope="session")
async def reporting(run_service: RunService) -> Reporting:
    """Monitoring on a fresh database."""
    return Reporting(await run_service(SERVICE))


@pytest.fixture
def complete() -> dict[str, Any]:
    """A complete report."""
    return {name: section.copy() for name, section in COMPLETE.items()}
