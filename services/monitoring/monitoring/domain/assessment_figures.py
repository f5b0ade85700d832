"""The figures that an assessment rests on: was the report on time, which targets were reached."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.contracts.case import PlanTarget
from monitoring.domain.assessment import Figures
from monitoring.domain.obligation import Obligation, State


def figures_of(
    owed: Obligation,
    *,
    state: State,
    progress: Sequence[Mapping[str, Any]] | None,
    plan: Iterable[PlanTarget],
    incidents: int,
    early_warnings: int,
) -> Figures:
    """What is known of a cluster's year; nothing is guessed where a report is missing."""
    rows = () if progress is None else tuple(_rows(progress, plan, owed.period))
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


def _rows(
    progress: Sequence[Mapping[str, Any]], plan: Iterable[PlanTarget], period: str
) -> Iterator[dict[str, Any]]:
    """The plan's targets of the period, as the plan words and counts them; else what is stated.

    A report can neither leave a target out nor add one, nor put another value in its place.
    """
    stated = {(each["metric"], each["unit"]): each for each in progress}
    promised = [target for target in plan if period in target.targets]
    for target in promised:
        known = stated.get((target.metric, target.unit), {"actual": None})
        row = {"metric": target.metric, "unit": target.unit, "planned": target.targets[period]}
        yield _row(row | {"actual": known["actual"], "base": target.base_value})
    if not promised:
        for each in stated.values():
            names = ("metric", "unit", "planned", "actual")
            yield _row({name: each[name] for name in names} | {"base": None})


def _row(of: dict[str, Any]) -> dict[str, Any]:
    actual = of["actual"]
    is_reached = actual is not None and reached(of["planned"], actual, of["base"])
    return of | {"reached": is_reached}
