"""A registry that has heard of rounds and decided cases, and the acts that tests repeat."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest_asyncio
from sqlalchemy import Row, Select, select, text

from common.actor import service_actor
from common.clock import SHANGHAI
from common.contracts.application import ApplicationWithdrawn
from common.contracts.case import Case, Institution, PlanTarget, RoundPin, StandardPin
from common.contracts.evaluation import CriterionResult, EvaluationCompleted
from common.contracts.round import NoticeTerms, Quota, ReportTerms, RoundOpened, ValidityTerms
from common.database import Database
from common.ids import new_id
from common.tables import outbox
from common.testing.plugin import RunningService
from registry.extracts.keys import Signing, keys_from, new_key
from registry.main import SERVICE
from registry.store.sealing import Sealer

STANDARD = StandardPin(id="beijing-2023", revision=1, sha256="a" * 64)
PARTS = {
    "signing": Signing(
        "https://register.jiqun.test", keys_from(json.dumps({"keys": [new_key(), new_key()]}))
    ),
    "sealer": Sealer({"2024-b": b"b" * 32, "2024-a": b"a" * 32}),
}
ADDRESS = "https://jxj.beijing.gov.cn/jxdt/tzgg/202403/t1.html"
HAIDIAN = ("110108", "北京市海淀区行业应用软件产业集群", "91110000101623741K")
SHUNYI = ("110113", "北京市顺义区第三代半导体产业集群", "911101066976941872")


@dataclass(slots=True)
class Registry:
    """A running registry with what tests do to it."""

    haidian: ClassVar[tuple[str, str, str]] = HAIDIAN
    shunyi: ClassVar[tuple[str, str, str]] = SHUNYI

    running: RunningService
    keys: int = 0

    async def hear(self, event: Any, *, about: UUID) -> str:
        """Take in an event through the inbox; returns its state."""
        return await self.running.hear(event, about=about)

    async def post(self, path: str, body: Any, *, by: str, at: int | None = None) -> Any:
        """POST an act on version `at`, or a creation with a fresh key."""
        self.keys += 1
        headers = self.running.as_(by) | {"Idempotency-Key": f"key-{self.keys}"}
        if at is not None:
            headers["If-Match"] = f'"v{at}"'
        return await self.running.client.post(f"/v1{path}", json=body, headers=headers)

    async def done(self, path: str, body: Any, *, by: str, at: int | None = None) -> Any:
        """The representation after an act that must succeed."""
        answer = await self.post(path, body, by=by, at=at)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def get(self, path: str, *, by: str | None = None) -> Any:
        """The answer to a GET, with or without a token."""
        headers = self.running.as_(by) if by else {}
        return await self.running.client.get(f"/v1{path}", headers=headers)

    async def open_round(self, **changes: Any) -> RoundOpened:
        """A round of 2024 that intake has opened."""
        opened = round_opened(**changes)
        assert await self.hear(opened, about=opened.round_id) == "applied"
        return opened

    async def propose(self, of: RoundOpened, place: tuple[str, str, str] = HAIDIAN) -> Any:
        """A case of that round whose evaluation proposes it."""
        event = completed(of, place)
        assert await self.hear(event, about=event.evaluation_id) == "applied"
        return event

    async def published(self, of: RoundOpened) -> Any:
        """A notice of all proposals, posted now."""
        notice = await self.done("/notices", {"round": of.number}, by="bureau")
        return await self.done(
            f"/notices/{notice['id']}/publication", self.posting(), by="bureau", at=1
        )

    async def released(self, of: RoundOpened) -> Any:
        """A notice of all proposals whose list is released after its window."""
        notice = await self.published(of)
        self.move_to(date.fromisoformat(notice["last_day"]), days=1)
        await self.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=2)
        return await self.done(
            f"/notices/{notice['id']}/release", self.release(), by="bureau", at=3
        )

    async def designated(self, *places: tuple[str, str, str], **terms: Any) -> list[str]:
        """The numbers of clusters designated in a round of their own."""
        of = await self.open_round(**terms)
        for place in places or (HAIDIAN,):
            await self.propose(of, place)
        notice = await self.released(of)
        return [each["cluster_number"] for each in notice["release"]["clusters"]]

    def move_to(self, day: date, *, days: int = 0) -> None:
        """Set the legal clock to nine o'clock some days after a day."""
        nine = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
        self.running.clock.at = nine
        self.running.clock.move(days=days)

    def completed(self, of: RoundOpened, **changes: Any) -> EvaluationCompleted:
        """A completed evaluation that nobody has heard of yet."""
        return completed(of, **changes)

    def withdrawn(self, event: EvaluationCompleted) -> ApplicationWithdrawn:
        """The withdrawal of the application that was decided."""
        at = self.running.clock.now()
        return ApplicationWithdrawn(application_id=event.case.application_id, withdrawn_at=at)

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """Rows as the worker sees them: all."""
        return await self.running.worker.rows(service_actor("registry"), statement, **values)

    async def behind_the_wall(self, table: str, trigger: str, change: Any) -> None:
        """Change rows as somebody does who has taken a wall of the database down for it."""
        owner = Database(self.running.urls.url("owner"), name="test-owner", pool_size=1)
        async with owner.connection() as wall, self.running.worker.connection() as connection:
            await wall.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
            await connection.execute(change)
            await wall.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
        await owner.close()

    async def somebody_waits_for_a_lock(self, *, in_api: bool = False) -> None:
        """Return as soon as a statement waits for a lock; a role sees its own sessions alone."""
        database = self.running.api if in_api else self.running.worker
        waiting = text(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(10), database.connection() as connection:
            while not (await connection.execute(waiting)).rows:
                await asyncio.sleep(0.01)

    async def types_sent(self) -> list[str]:
        """The types of the events announced, in order."""
        return [
            row.type for row in await self.rows(select(outbox.c.type).order_by(outbox.c.position))
        ]

    def posting(self) -> dict[str, str]:
        """A posting on the official website at the legal instant."""
        at = self.running.clock.now().isoformat()
        return {"official_address": ADDRESS, "posted_at": at}

    def release(self) -> dict[str, str]:
        """A list released at the legal instant."""
        return self.posting() | {"decision": "京经信发〔2024〕12号"}


@pytest_asyncio.fixture(loop_scope="session")
async def registry(run_service: Any) -> AsyncIterator[Registry]:
    """A fresh registry on 2024-03-01, 09:00 in Shanghai."""
    yield Registry(await run_service(SERVICE, parts=PARTS))


def round_opened(**changes: Any) -> RoundOpened:
    """A round of 2024 as intake announces it."""
    at = datetime(2024, 3, 1, tzinfo=SHANGHAI)
    fields: dict[str, Any] = {
        "round_id": new_id(),
        "number": f"BJ-2024-ROUND-{new_id().hex[-6:]}",
        "kind": "designation",
        "level": "municipal",
        "year": 2024,
        "base_year": 2023,
        "notice_number": "京经信发〔2024〕5号",
        "standard": STANDARD,
        "opens_at": at,
        "closes_at": at.replace(month=5),
        "district_due_on": date(2024, 5, 31),
        "quota": Quota(per_district=3, force="soft"),
        "notice": NoticeTerms(
            working_days=5, first_day_counts=True, answer_working_days=5, list_waits=True
        ),
        "validity": ValidityTerms(years=3, style="date_to_date"),
        "report": ReportTerms(
            municipal_due_month=3,
            municipal_due_day=31,
            district_due_month=3,
            district_due_day=15,
            roll_forward=True,
            form_version="2024",
        ),
    }
    return RoundOpened(**fields | changes)


def completed(
    of: RoundOpened, place: tuple[str, str, str] = HAIDIAN, **changes: Any
) -> EvaluationCompleted:
    """A completed evaluation that proposes a cluster of a round."""
    district, name, institution = place
    application_id = new_id()
    case = Case(
        application_id=application_id,
        application_number=f"BJ-2024-A-{application_id.hex[-6:]}",
        kind="designation",
        round=RoundPin(
            id=of.round_id, number=of.number, year=2024, base_year=2023, standard=of.standard
        ),
        cluster_name=name,
        district=district,
        leading_industry=name.removeprefix("北京市")[3:].removesuffix("产业集群"),
        institution=Institution(code=institution, name=f"{name}运营管理机构"),
        version=1,
        sha256="b" * 64,
        plan_targets=(
            PlanTarget(metric="output", unit="万元", base_value="450000.00", targets={"2026": "1"}),
        ),
    )
    fields: dict[str, Any] = {
        "evaluation_id": new_id(),
        "case": case,
        "outcome": "proposed",
        "standard": of.standard,
        "criteria": (CriterionResult(id="2.4", outcome="met", clause="二"),),
        "clauses": ("管理办法 第十条",),
        "reason": "符合全部条件",
        "decision_reference": "2024年第3次局长办公会纪要",
        "decided_at": datetime(2024, 3, 1, tzinfo=SHANGHAI),
    }
    return EvaluationCompleted(**fields | changes)
