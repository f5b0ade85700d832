"""The bureau opens a reporting cycle: from here on it says by when its period is reported."""

from common.clock import legal_day
from common.database import Transaction
from monitoring.domain.cycle import CYCLE, ReportingCycle, opened
from monitoring.domain.supervision_refusals import PeriodOpenAlready
from monitoring.store import cycles, supervision
from monitoring.terms import reading
from monitoring.usecases.withdraw_breach import unfounded_now


async def open_cycle(tx: Transaction, ref: str, *, if_match: str | None) -> ReportingCycle:
    """Open the cycle and write in one statement who owes its period by when (art. 16)."""
    cycle, terms = await cycles.load(tx, ref), reading.reporting()
    CYCLE.admit_on("open", cycle, actor=tx.actor, if_match=if_match)
    await cycles.hold_alone(tx)
    if await cycles.is_open(tx, cycle.period):
        raise PeriodOpenAlready(period=cycle.period)
    in_force = opened(cycle, by=tx.actor.subject, at=tx.at, today=legal_day(tx.at))
    await cycles.save(tx, in_force)
    written = await cycles.bind(tx, in_force, always=terms.last_period_is_owed)
    for owed in await supervision.moved_away(tx, in_force.id):
        await unfounded_now(tx, owed, reason=f"报送期限改依 {cycle.notice_number}")
    detail = {"period": cycle.period, "obligations": written}
    await supervision.record(
        tx, "reporting_cycle", cycle.id, act="open", clause=terms.clause, content=detail
    )
    return in_force
