"""A change of a designated cluster: its criteria computed again, its decided case untouched."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from common.actor import service_actor
from common.contracts.case import Case
from common.contracts.cluster import ChangedFigure, ChangeFiled
from common.ids import new_id
from common.tables import outbox
from evaluation.tables.recomputations import recomputations


@pytest.fixture
def case(make: Any) -> Case:
    """A case of the round of 2024."""
    made: Case = make["case"]()
    return made


def filed(application_id: UUID, *figures: ChangedFigure, filing: int = 1) -> ChangeFiled:
    """A change with some figures, as the registry announces it."""
    return ChangeFiled(
        change_filing_id=new_id(),
        cluster_number="BJ-2024-0001",
        kind="territory",
        happened_on=date(2024, 6, 1),
        filed_on=date(2024, 6, 2),
        number="BJ-2024-C-0001",
        filing=filing,
        application_id=application_id,
        figures=figures,
    )


async def told(bench: Any) -> dict[str, Any]:
    """What was announced last."""
    rows = await bench.running.worker.rows(
        service_actor("evaluation"), select(outbox).order_by(outbox.c.position.desc()).limit(1)
    )
    assert rows[0].type == "criteria.recomputed"
    data: dict[str, Any] = json.loads(rows[0].data)
    return data


async def test_a_change_turns_the_criteria_that_its_figures_break(bench: Any, case: Any) -> None:
    assert await bench.recommend(case) == "applied"
    before = await bench.evaluation_of(case)
    figures = (
        ChangedFigure(name="total_output", year=2023, value="460000.00"),
        ChangedFigure(name="land_area_km2", value="35.30"),
    )
    event = filed(case.application_id, *figures)
    assert await bench.running.hear(event, about=event.change_filing_id) == "applied"
    data = await told(bench)
    was = {each["id"]: each["outcome"] for each in data["before"]}
    now = {each["id"]: each["outcome"] for each in data["criteria"]}
    assert len(was) == len(now) == 47
    broken = {each for each in now if now[each] == "not_met" != was[each]}
    assert data["problems"] == []
    assert broken == {"2.6"}
    assert broken <= set(data["turned"])
    assert all(was[each] != now[each] for each in data["turned"])
    assert data["figures"][0] | {"year": 2023} == data["figures"][0]
    assert (data["figures"][0]["before"], data["figures"][0]["after"]) == (
        "560000.00",
        "460000.00",
    )
    assert data["standard"]["id"] == "beijing-2023"
    assert await bench.evaluation_of(case) == before
    assert await bench.faults() == []


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        (ChangedFigure(name="moon_phase", value="1"), "/moon_phase"),
        (ChangedFigure(name="total_output", year=2023, value=1), "/series/3/total_output"),
        (ChangedFigure(name="series", value="1"), "/series"),
    ],
)
async def test_figures_that_cannot_be_taken_are_told_and_turn_nothing(
    bench: Any, case: Any, figure: ChangedFigure, problem: str
) -> None:
    await bench.recommend(case)
    event = filed(case.application_id, figure)
    assert await bench.running.hear(event, about=event.change_filing_id) == "applied"
    data = await told(bench)
    assert data["problems"][0].startswith(problem)
    assert (data["turned"], data["criteria"]) == ([], data["before"])


async def test_a_change_without_figures_turns_nothing(bench: Any, case: Any) -> None:
    await bench.recommend(case)
    event = filed(case.application_id)
    await bench.running.hear(event, about=event.change_filing_id)
    data = await told(bench)
    assert (data["turned"], data["problems"], len(data["criteria"])) == ([], [], 47)


async def test_verification_notices_a_recomputation_that_was_tampered_with(
    bench: Any, case: Any
) -> None:
    await bench.recommend(case)
    event = filed(case.application_id)
    await bench.running.hear(event, about=event.change_filing_id)
    async with bench.running.worker.connection() as connection:
        await connection.execute(text("UPDATE recomputations SET facts = '{}'"))
    assert any("do not have their hash" in fault for fault in await bench.faults())
    rows = await bench.running.api.rows(service_actor("nobody"), select(recomputations))
    assert rows == []
