"""A complete case for the tests of intake: a round, sections, and each act as one call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

import pytest

from common.contracts.case import StandardPin
from common.contracts.evaluation import StandardPublished
from common.testing.documents import pdf
from common.testing.plugin import RunningService, RunService
from intake.main import SERVICE
from programme.forms import tables
from programme.standards.loading import load_text
from programme.strict_toml import packaged_text

CODE = "91110000101623741K"
OTHER_CODE = "911101066976941872"
NAME = "海淀区行业应用软件产业集群"
BASE_YEAR = 2023
ROUND: dict[str, Any] = {
    "kind": "designation",
    "level": "municipal",
    "year": 2024,
    "base_year": BASE_YEAR,
    "notice_number": "京经信发〔2024〕18号",
    "standard_id": "beijing-2023",
    "opens_at": "2024-03-01T00:00:00+08:00",
    "closes_at": "2024-04-30T23:59:59+08:00",
    "district_due_at": "2024-05-31T23:59:59+08:00",
    "quota": {"per_district": 3, "force": "soft"},
    "notice": {
        "working_days": 5,
        "first_day_counts": True,
        "answer_working_days": 5,
        "list_waits": True,
    },
    "validity": {"years": 3, "style": "calendar_years"},
    "report": {
        "municipal_due_month": 3,
        "municipal_due_day": 31,
        "district_due_month": 3,
        "district_due_day": 15,
        "roll_forward": True,
        "form_version": "1",
    },
    "required_documents": ["seal_page"],
    "correction_days": 5,
}
PDF = pdf("盖章页")
SEAL_PAGE = {
    "kind": "seal_page",
    "criterion_ids": ["9.1"],
    "name": "盖章页.pdf",
    "media_type": "application/pdf",
}
SAMPLES = {"int": 1, "decimal": "1.00", "bool": True, "date": "2024-03-01"}
_KEYS = count(1)


def complete_sections(
    *, code: str = CODE, name: str = "海淀区行业应用软件产业集群"
) -> dict[str, Any]:
    """Every section with every required field; the figures meet every computed criterion."""
    form = tables.load_form("application")
    sections: dict[str, Any] = {
        section.name: _row(section.fields) for section in form.sections if section.shape == "object"
    }
    sections["header"] |= {"cluster_name": name, "district_code": "110108"}
    sections["applicant"] |= {
        "uscc": code,
        "operating_institution_name": "北京海淀行业应用软件促进中心",
    }
    sections["territory"]["land_area_km2"] = "35.20"
    sections["industry"] |= {
        "leading_industry_name": "行业应用软件",
        "industry_codes": ["6513"],
        "scale_basis": "output",
        "energy_intensive": False,
        "water_intensive": False,
    }
    for matters in ("accidents_grade3_up", "cyber_incidents_grade2_up"):
        sections["declarations"][matters] = []
    sections["declarations"] |= {"violations": [], "bad_credit_records": []}
    sections["series"] = [_year(offset) for offset in range(4)]
    roster = form.section("roster").fields
    sections["roster"] = [_row(roster) | {"uscc": code, "industry_code": "6513"}]
    sections["titles"] = [_title(code)]
    sections["plan"]["targets"] = [_target()]
    return sections


def _title(code: str) -> dict[str, Any]:
    return {
        "uscc": code,
        "title_kind": "little_giant",
        "title_level": "national",
        "granted_on": "2023-07-01",
        "valid_until": "2026-06-30",
    }


def _target() -> dict[str, Any]:
    years = [{"year": year, "value": f"{50 + year - 2024}.0"} for year in (2024, 2025, 2026)]
    return {"metric": "集群总产值", "unit": "亿元", "base_value": "50.0", "targets": years}


def _year(offset: int) -> dict[str, Any]:
    output = 420_000 + 80_000 * offset
    return {
        "year": BASE_YEAR - 3 + offset,
        "total_output": f"{output}.00",
        "sme_output": f"{output * 8 // 10}.00",
        "leading_industry_output": f"{output * 9 // 10}.00",
        "enterprise_count": 100 + offset,
        "sme_count": 90 + offset,
        "smes_briefed_count": 90 + offset,
        "employed_persons": 6_000 + offset,
        "sme_rd_expense": f"{9_000 + 2_000 * offset}.00",
        "valid_invention_patents": 80 + 40 * offset,
        "platform_user_count": 40 + offset,
        "industrial_software_rate_pct": f"{40 + offset}.00",
        "co2_emission_t": 15_000,
    }


def _row(fields: tuple[tables.Field, ...]) -> dict[str, Any]:
    return {field.name: _sample(field) for field in fields if field.required == "yes"} | {
        field.name: _sample(field) for field in fields if field.name == "platform_name"
    }


def _sample(of: tables.Field) -> Any:
    if of.type == "table":
        return [_row(of.columns)]
    if of.type == "list":
        return [of.choices[0].value if of.item == "enum" else "1"]
    if of.type == "enum":
        return of.choices[0].value
    if of.type == "int" and of.minimum is not None:
        return max(int(of.minimum), 1)
    return SAMPLES.get(of.type, CODE if of.pattern and of.max_length == 18 else "内容完整")


@dataclass(slots=True)
class Case:
    """A running intake with its open round, and the acts of a case as one call each."""

    TERMS: ClassVar = ROUND
    CODE: ClassVar = CODE
    PDF: ClassVar = PDF
    SEAL_PAGE: ClassVar = SEAL_PAGE

    running: RunningService
    round: dict[str, Any]

    @staticmethod
    def sections(**figures: Any) -> dict[str, Any]:
        """Complete sections, with figures of the base year changed."""
        sections = complete_sections()
        sections["series"][-1] |= figures
        return sections

    async def publish(self, text: str = "", *, pin_of: str = "", **days: str) -> str:
        """Evaluation publishes a standard, the packaged one unless told; how the event ended."""
        text = text or packaged_text("programme.standards", "beijing-2023.toml")
        of = load_text(pin_of or text, place="test", seals={})
        event = StandardPublished(
            standard=StandardPin(id=of.id, revision=of.revision, sha256=of.sha256),
            title=of.title,
            text=text,
            effective_from=date.fromisoformat(days.get("first", "2023-01-01")),
            effective_to=date.fromisoformat(days["last"]) if "last" in days else None,
            to_be_confirmed=False,
        )
        return await self.running.hear(event, about=uuid5(NAMESPACE_URL, of.sha256))

    async def post(self, person: str, path: str, body: Any = None, **headers: str) -> Any:
        """POST as a person, with a key of its own."""
        headers = {"Idempotency-Key": f"k{next(_KEYS)}"} | headers
        return await self._send("POST", person, path, body, headers)

    async def put(self, person: str, path: str, body: Any, **headers: str) -> Any:
        """PUT as a person."""
        return await self._send("PUT", person, path, body, headers)

    async def get(self, person: str, path: str) -> Any:
        """GET as a person."""
        return await self._send("GET", person, path, None, {})

    async def _send(
        self, method: str, person: str, path: str, body: Any, headers: dict[str, str]
    ) -> Any:
        return await self.running.client.request(
            method, f"/v1{path}", json=body, headers=self.running.as_(person) | headers
        )

    async def act(self, person: str, application: str, act: str, body: Any = None) -> Any:
        """An act with the application's present ETag."""
        seen = await self.get("auditor", f"/applications/{application}")
        path = f"/applications/{application}/{act}"
        return await self.post(person, path, body or {}, **{"If-Match": seen.headers["ETag"]})

    async def draft(
        self, person: str = "institution", *, content: bytes = PDF, **changes: Any
    ) -> str:
        """A complete draft with its document; returns its id."""
        code = CODE if person == "institution" else OTHER_CODE
        body = {
            "round_id": self.round["id"],
            "kind": "designation",
            "cluster_name": "海淀区行业应用软件产业集群",
            "district_code": "110108",
            "sections": complete_sections(code=code) | changes,
        }
        drafted = await self.post(person, "/applications", body)
        assert drafted.status_code == 201, drafted.text
        application = str(drafted.json()["id"])
        await self.document(application, person=person, content=content)
        return application

    async def document(
        self, application: str, *, person: str = "institution", content: bytes = PDF
    ) -> Any:
        """An uploaded document."""
        path = f"/applications/{application}/documents"
        announced = await self.post(person, path, SEAL_PAGE)
        assert announced.status_code == 201, announced.text
        return await self.upload(f"{path}/{announced.json()['id']}", content, person=person)

    async def upload(
        self, path: str, content: Any, *, person: str = "institution", **headers: str
    ) -> Any:
        """PUT bytes of a document."""
        headers = self.running.as_(person) | {"If-Match": '"v1"'} | headers
        return await self.running.client.put(f"/v1{path}/content", content=content, headers=headers)

    async def submitted(self, person: str = "institution", **changes: Any) -> str:
        """A submitted application."""
        application = await self.draft(person, **changes)
        done = await self.act(person, application, "submission")
        assert done.status_code == 201, done.text
        return application

    async def accepted(self, person: str = "institution", **changes: Any) -> str:
        """An accepted application."""
        application = await self.submitted(person, **changes)
        done = await self.act("district", application, "acceptance")
        assert done.status_code == 201, done.text
        return application

    async def recommended(self, person: str = "institution", *, rank: int = 1) -> str:
        """A recommended application."""
        application = await self.accepted(person)
        body = {"opinion": "符合全部条件，予以推荐。", "rank": rank}
        done = await self.act("district", application, "recommendation", body)
        assert done.status_code == 201, done.text
        return application


OpenCase = Callable[..., Awaitable[Case]]


@pytest.fixture
async def bare_case(run_service: RunService) -> Case:
    """Intake on its own: nothing was published, no round was drafted."""
    return Case(await run_service(SERVICE), {})


@pytest.fixture
def open_case(run_service: RunService) -> OpenCase:
    """Start intake with a round that takes applications: `case = await open_case()`."""

    async def started(*, clamav_address: str = "", **terms: Any) -> Case:
        running = await run_service(SERVICE, clamav_address=clamav_address)
        case = Case(running, {})
        await case.publish()
        drafted = await case.post("bureau", "/rounds", ROUND | terms)
        assert drafted.status_code == 201, drafted.text
        opened = await case.post(
            "bureau", f"/rounds/{drafted.json()['id']}/opening", None, **{"If-Match": '"v1"'}
        )
        assert opened.status_code == 201, opened.text
        case.round = opened.json()
        return case

    return started


@pytest.fixture
def full_sections() -> dict[str, Any]:
    """Every section with every required field."""
    return complete_sections()
