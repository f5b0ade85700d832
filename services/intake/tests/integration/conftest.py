"""Events of other services about a case, and their taking as the worker does it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from common.actor import service_actor
from common.contracts.case import Case as FiledCase
from common.contracts.cluster import ClusterDesignated, ClusterFacts, Period
from common.contracts.evaluation import EvaluationCompleted
from common.contracts.round import ReportTerms
from common.database import Transaction
from common.ids import new_id
from intake.consumers import HANDLERS
from intake.domain.version import case_of
from intake.store import applications, rounds, versions

NUMBER = "BJ-2024-0001"


async def take(case: Any, event: Any) -> None:
    """Apply an event as the worker does."""
    running = case.running
    actor = service_actor("intake")
    async with running.worker.transaction(actor, at=running.clock.now(), cause=new_id()) as tx:
        await HANDLERS[event.TYPE](tx, event)


async def filed_case(case: Any, application: str) -> FiledCase:
    running = case.running
    async with running.worker.transaction(service_actor("intake"), at=running.clock.now()) as tx:
        return await _filed(tx, application)


async def _filed(tx: Transaction, application: str) -> FiledCase:
    found = await applications.known(tx, application)
    version = await versions.load(tx, found.id, found.submissions)
    return case_of(version, case=found, in_round=await rounds.load(tx, found.round_id))


async def completed(case: Any, application: str, outcome: Any) -> EvaluationCompleted:
    filed = await filed_case(case, application)
    return EvaluationCompleted(
        evaluation_id=new_id(),
        case=filed,
        outcome=outcome,
        standard=filed.round.standard,
        criteria=(),
        clauses=("管理办法 第十条",),
        reason="统计证明与数据不一致",
        decision_reference="京经信会纪〔2024〕9号",
        decided_at=case.running.clock.now(),
    )


async def designated(case: Any, application: str) -> ClusterDesignated:
    filed = await filed_case(case, application)
    period = Period(first_day=date(2024, 1, 1), last_day=date(2026, 12, 31), style="calendar_years")
    cluster = ClusterFacts(
        cluster_id=new_id(),
        number=NUMBER,
        name=filed.cluster_name,
        district=filed.district,
        leading_industry=filed.leading_industry,
        institution=filed.institution,
        periods=(period,),
    )
    return ClusterDesignated(
        cluster=cluster,
        application_id=filed.application_id,
        notice_number="BJ-2024-N-0001",
        published_on=date(2024, 3, 20),
        report=ReportTerms(**case.TERMS["report"]),
    )


@pytest.fixture
def events() -> SimpleNamespace:
    """Makers of events about a case, and `take`, which applies one."""
    return SimpleNamespace(take=take, completed=completed, designated=designated)
