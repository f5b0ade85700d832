"""The figures that an assessment rests on: was the report on time, which targets were reached."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.contracts.case import PlanTarget
from monitoring.domain.assessment import Figures
from monitoring.domain.obligation import Obligation, State


def figures_of(
    owed: Obligation,
    *,
    state: State,
    progress: Sequence[Mapping[str, Any]],
    plan: Iterable[PlanTarget],
    incidents: int,
    early_warnings: int,
) -> Figures:
    """What is known of a cluster's year; nothing is guessed where a report is missing."""
    rows = tuple(_row(each, plan) for each in progress)
    return Figures(
        report_on_time=on_time(owed, state),
        late_days=owed.late_days,
        targets=len(rows),
        targets_reached=sum(bool(row["reached"]) for row in rows),
        incidents=incidents,
        early_warnings=early_warnings,
        confirmed=owed.confirmed_at is not None,
        target_rows=rows,
    )


def on_time(owed: Obligation, state: State) -> bool | None:
    """Whether the report came in time; None while it may still, or its due day is not known."""
    if owed.submitted_at is not None:
        return None if owed.late_days is None else owed.late_days == 0
    return False if state == "overdue" else None


def reached(planned: str, actual: str, base: str | None) -> bool:
    """Whether a target was reached; a plan below its base value wants less, not more."""
    aim, there = Decimal(planned), Decimal(actual)
    if base is not None and aim < Decimal(base):
        return there <= aim
    return there >= aim


def _row(stated: Mapping[str, Any], plan: Iterable[PlanTarget]) -> dict[str, Any]:
    bases = {target.metric: target.base_value for target in plan}
    base = bases.get(stated["metric"])
    names = ("metric", "unit", "planned", "actual")
    is_reached = reached(stated["planned"], stated["actual"], base)
    return {**{name: stated[name] for name in names}, "base": base, "reached": is_reached}
