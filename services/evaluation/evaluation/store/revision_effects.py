"""Past decisions under a standard, and what a proposed revision would have changed of them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import insert, select

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from evaluation.domain.check import Check
from evaluation.domain.decision import Decision
from evaluation.domain.revision_effect import CriterionChange, DecisionEffect
from evaluation.store import checks, decisions
from evaluation.tables.evaluations import checks as checks_table
from evaluation.tables.evaluations import decisions as decisions_table
from evaluation.tables.standards import revision_effects

_PIN: Final = TypeAdapter(StandardPin)
_CRITERIA: Final = TypeAdapter(tuple[CriterionChange, ...])


async def decided_under(tx: Transaction, standard_id: str) -> Sequence[tuple[Decision, Check]]:
    """Every decision taken under any revision of a standard, with the check it rests on."""
    of_standard = checks_table.c.standard["id"].as_string() == standard_id
    own = select(decisions_table).join(checks_table).where(of_standard)
    rows = await tx.rows(own.order_by(decisions_table.c.id))
    taken = [decisions.decision_of(row) for row in rows]
    by_id = await checks.by_id(tx, [decision.check_id for decision in taken])
    return [(decision, by_id[decision.check_id]) for decision in taken]


async def add_all(tx: Transaction, act_id: UUID, effects: Sequence[DecisionEffect]) -> None:
    """Write what a proposal told."""
    rows = [{"act_id": act_id, **_columns(each)} for each in effects]
    if rows:
        await tx.connection.execute(insert(revision_effects), rows)


async def of_act(source: Source, act_id: UUID) -> tuple[DecisionEffect, ...]:
    """What a proposal told, in the order of the decisions' references; the bureau sees it."""
    own = select(revision_effects).where(revision_effects.c.act_id == act_id)
    rows = await source.rows(own.order_by(revision_effects.c.reference))
    return tuple(_effect_of(dict(row._mapping)) for row in rows)


def _columns(of: DecisionEffect) -> dict[str, Any]:
    return {
        "reference": of.reference,
        "evaluation_id": of.evaluation_id,
        "outcome": of.outcome,
        "would_stand": of.would_stand,
        "decided_under": _PIN.dump_python(of.decided_under, mode="json"),
        "criteria": _CRITERIA.dump_python(of.criteria, mode="json"),
    }


def _effect_of(columns: dict[str, Any]) -> DecisionEffect:
    del columns["act_id"]
    columns["decided_under"] = _PIN.validate_python(columns["decided_under"])
    columns["criteria"] = _CRITERIA.validate_python(columns["criteria"])
    return DecisionEffect(**columns)
