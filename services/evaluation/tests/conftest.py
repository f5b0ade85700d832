"""A bench for the service: cases arrive as events, people act through HTTP."""

import copy
from dataclasses import dataclass
from typing import Any

import pytest

from common.actor import service_actor
from common.canonical import sha256_hex
from common.contracts.application import ApplicationRecommended, ApplicationWithdrawn
from common.contracts.case import Case, CaseDocument, Institution, RoundPin, StandardPin
from common.contracts.notice import ObjectionDecided
from common.ids import new_id
from common.testing.plugin import RunningService, RunService
from evaluation.main import SERVICE
from evaluation.store import packaged
from evaluation.verify import findings
from programme.standards import registry

DOCUMENT = "ab" * 32
NONE = [0, 0, 0, 0]
GOOD_FACTS: dict[str, Any] = {
    "land_area_km2": "35.20",
    "scale_basis": "output",
    "series": [
        {
            "year": 2020,
            "total_output": "410000.00",
            "sme_rd_expense": "9000.00",
            "valid_invention_patents": 80,
        },
        {"year": 2021, "total_output": "450000.00", "industrial_software_rate_pct": "41.50"}
        | {"co2_emission_t": 15000},
        {"year": 2022, "total_output": "500000.00", "industrial_software_rate_pct": "45.00"}
        | {"co2_emission_t": 14000},
        {
            "year": 2023,
            "total_output": "560000.00",
            "sme_output": "440000.00",
            "leading_industry_output": "450000.00",
            "sme_rd_expense": "13000.00",
            "valid_invention_patents": 130,
            "employed_persons": 6200,
            "enterprise_count": 140,
            "sme_count": 130,
            "smes_briefed_count": 130,
            "platform_user_count": 60,
            "industrial_software_rate_pct": "52.00",
            "co2_emission_t": 13000,
        },
    ],
    "leading_champion_count": 0,
    "leading_little_giant_count": 2,
    "quality_enterprise_count": 14,
    "energy_intensive": False,
    "water_intensive": False,
    "incidents": {
        "accidents_grade3_up": NONE,
        "cyber_incidents_grade2_up": NONE,
        "violations": NONE,
        "bad_credit_records": NONE,
    },
}


def pin() -> StandardPin:
    """The packaged standard as a round pins it."""
    standard = registry.load("beijing-2023")
    return StandardPin(id=standard.id, revision=standard.revision, sha256=standard.sha256)


def facts_with(**changes: Any) -> dict[str, Any]:
    """Good facts with some changed; `output_2022=…` changes one year's total output."""
    facts = copy.deepcopy(GOOD_FACTS)
    for row in facts["series"]:
        output = changes.pop(f"output_{row['year']}", None)
        if output is not None:
            row["total_output"] = output
    return facts | changes


@dataclass(slots=True)
class Bench:
    """The running service with its consumers at hand."""

    running: RunningService

    async def recommend(self, case: Case, facts: dict[str, Any] | None = None) -> str:
        """A case arrives, recommended by its district."""
        event = ApplicationRecommended(
            case=case,
            facts=GOOD_FACTS if facts is None else facts,
            opinion="同意推荐",
            rank=1,
        )
        return await self.running.hear(event, about=case.application_id)

    async def withdraw(self, case: Case) -> str:
        """The institution withdraws the application of a case."""
        at = self.running.clock.now()
        event = ApplicationWithdrawn(application_id=case.application_id, withdrawn_at=at)
        return await self.running.hear(event, about=case.application_id)

    async def object(self, case: Case, finding: Any) -> str:
        """An objection to a case is decided."""
        notice = new_id()
        event = ObjectionDecided(
            notice_id=notice,
            application_id=case.application_id,
            finding=finding,
            reason="产值数据有误",
        )
        return await self.running.hear(event, about=notice)

    async def get(self, path: str, person: str | None = "bureau") -> Any:
        """What a person reads."""
        headers = self.running.as_(person) if person else {}
        return await self.running.client.get(path, headers=headers)

    async def post(
        self, path: str, body: Any = None, person: str | None = "bureau", **headers: str
    ) -> Any:
        """What a person sends."""
        headers |= self.running.as_(person) if person else {}
        return await self.running.client.post(path, json=body, headers=headers)

    async def create(self, path: str, body: Any, person: str = "bureau") -> Any:
        """What a person sends to create something."""
        return await self.post(path, body, person, **{"Idempotency-Key": str(new_id())})

    async def act_on_standard(
        self, act: str, body: Any = None, person: str = "bureau", standard_id: str = "beijing-2023"
    ) -> Any:
        """An act on a standard as it stands now."""
        path = f"/v1/standards/{standard_id}"
        etag = (await self.get(path, person)).headers["ETag"]
        return await self.post(f"{path}/{act}", body, person, **{"If-Match": etag})

    async def publish(self, first_day: str, standard_id: str = "beijing-2023") -> Any:
        """Two persons of the bureau publish the newest revision of a standard."""
        body = {"effective_from": first_day}
        proposed = await self.act_on_standard("publication", body, standard_id=standard_id)
        assert proposed.status_code == 201, proposed.text
        confirmed = await self.act_on_standard(
            "publication/confirmation", person="bureau_2", standard_id=standard_id
        )
        assert confirmed.status_code == 201, confirmed.text
        return confirmed.json()

    async def act(self, evaluation: dict[str, Any], act: str, body: Any, **given: Any) -> Any:
        """An act on an evaluation as it stands now."""
        path = f"/v1/evaluations/{evaluation['id']}"
        etag = (await self.get(path)).headers["ETag"]
        return await self.post(f"{path}/{act}", body, **{"If-Match": etag}, **given)

    async def evaluation_of(self, case: Case, version: int = 1) -> dict[str, Any]:
        """The evaluation of one version of a case, in full."""
        listed = await self.get(f"/v1/evaluations?application={case.application_id}")
        ids = [e["id"] for e in listed.json()["items"] if e["submission_version"] == version]
        found: dict[str, Any] = (await self.get(f"/v1/evaluations/{ids[0]}")).json()
        return found

    async def faults(self) -> list[str]:
        """What verification finds to be wrong."""
        actor, at = service_actor("evaluation"), self.running.clock.now()
        async with self.running.worker.transaction(actor, at=at) as tx:
            return [each.detail for each in [one async for one in findings(tx)] if not each.ok]

    async def judge_all(self, evaluation: dict[str, Any], finding: str = "met") -> Any:
        """Findings on everything a person has to find."""
        open_ones = [c["id"] for c in evaluation["criteria"] if not c["holds"]]
        wanted = [judgment(c, finding) for c in open_ones]
        return await self.act(evaluation, "judgments", {"judgments": wanted})


def judgment(criterion_id: str, finding: str = "met", **changes: Any) -> dict[str, Any]:
    """A finding as the bureau sends it."""
    return {
        "criterion_id": criterion_id,
        "finding": finding,
        "reason": "材料齐全，符合条件",
        "evidence": [{"document_sha256": DOCUMENT}, {"text": "现场核查记录"}],
    } | changes


GROWTH = """measure = { kind = "compound_growth", of = "total_output", years = ["T-3", "T"] }
comparator = "gt"
word = "高于"
threshold = """


def revision_of(number: int, *changes: tuple[str, str], growth: str = "10") -> dict[str, str]:
    """The packaged standard as another revision with its first case, words of it replaced."""
    own = packaged.revision("beijing-2023")
    text, head = own.text, own.cases.split("[[cases]]")[:2]
    first = ("revision = 1", f"revision = {number}")
    for old, new in (first, (f"{GROWTH}10", f"{GROWTH}{growth}"), *changes):
        assert old in text, old
        text = text.replace(old, new)
    return {"standard": text, "cases": "[[cases]]".join(head)}


def case_of(district: str = "110108", **changes: Any) -> Case:
    """A case as a district recommends it."""
    fields: dict[str, Any] = {
        "application_id": new_id(),
        "application_number": f"BJ-2024-A-{district[-2:]}01",
        "kind": "designation",
        "round": RoundPin(
            id=new_id(), number="BJ-2024-ROUND-0001", year=2024, base_year=2023, standard=pin()
        ),
        "cluster_name": "海淀区行业应用软件产业集群",
        "district": district,
        "leading_industry": "行业应用软件",
        "institution": Institution(code="91110000101623741K", name="集群运营管理公司"),
        "version": 1,
        "sha256": sha256_hex({"version": 1}),
        "documents": (
            CaseDocument(
                sha256=DOCUMENT,
                kind="development_plan",
                criterion_ids=("9.6",),
                media_type="application/pdf",
                size_bytes=9,
            ),
        ),
    }
    return Case(**(fields | changes))


@pytest.fixture
async def bench(run_service: RunService) -> Bench:
    """The service, running."""
    return Bench(await run_service(SERVICE))


@pytest.fixture
def make() -> Any:
    """What tests build: cases, facts, judgments, pins."""
    return {"case": case_of, "facts": facts_with, "judgment": judgment, "pin": pin} | {
        "revision": revision_of
    }
