"""What officials do with an obligation: extend, waive, remind in writing, propose a breach."""

from dataclasses import replace
from datetime import date

from common.actor import Actor
from common.clock import legal_day
from common.contracts.monitoring import BreachEvidence, ReportReminded
from monitoring.domain.breach import Found
from monitoring.domain.obligation import OBLIGATION, WAIVED, Obligation, state_of
from monitoring.domain.supervision_refusals import (
    ExtendedToEarlier,
    ReminderComplied,
    ReminderMissing,
    ReminderRunning,
    ReportWasOnTime,
    ServedOutsideReminder,
)
from monitoring.domain.written_reminder import ReminderTerms, WrittenReminder, comply_by


def admit(act: str, owed: Obligation, *, actor: Actor, if_match: str | None, today: date) -> None:
    """Refuse an act in the API's order, by the state on a legal day."""
    OBLIGATION.admit(
        act,
        status=state_of(owed, today),
        version=owed.version,
        actor=actor,
        if_match=if_match,
    )


def extended(owed: Obligation, *, to: date, today: date) -> Obligation:
    """The obligation with a later last day; that it is overdue can be said anew after it."""
    deadline = owed.deadline
    if to < today or (deadline is not None and to <= deadline):
        raise ExtendedToEarlier(deadline=str(deadline))
    return replace(owed, extended_to=to, overdue_announced_at=None, version=owed.version + 1)


def waived(owed: Obligation, *, on: date) -> Obligation:
    """The obligation closed by a waiver; the row and its reason stay."""
    return replace(owed, closed_on=on, closed_because=WAIVED, version=owed.version + 1)


def reminded(
    owed: Obligation, reminder: WrittenReminder, terms: ReminderTerms, *, today: date
) -> Obligation:
    """The obligation with a written reminder and its last day to comply; the latest counts."""
    if owed.deadline is None or not owed.deadline < reminder.served_on <= today:
        raise ServedOutsideReminder(deadline=str(owed.deadline))
    return replace(
        owed,
        reminder_served_on=reminder.served_on,
        comply_by=comply_by(reminder, terms),
        version=owed.version + 1,
    )


def reminded_event(owed: Obligation, reminder: WrittenReminder) -> ReportReminded:
    """What the register learns of a written reminder."""
    assert owed.comply_by is not None
    return ReportReminded(
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        document_number=reminder.document_number,
        served_on=reminder.served_on,
        comply_by=owed.comply_by,
    )


def require_breach(owed: Obligation, *, today: date) -> None:
    """Refuse 17(3) before the due day, the written reminder and its period have passed.

    A report that came in after all of them leaves the breach: the measure knows no cure, and
    whoever decides the case weighs it.
    """
    if owed.late_days == 0:
        raise ReportWasOnTime()
    if owed.comply_by is None or not owed.reminded:  # one before an extension reminded of nothing
        raise ReminderMissing()
    if today <= owed.comply_by:
        raise ReminderRunning(comply_by=owed.comply_by.isoformat())
    if owed.submitted_at is not None and legal_day(owed.submitted_at) <= owed.comply_by:
        raise ReminderComplied(received_on=legal_day(owed.submitted_at).isoformat())


def with_record(owed: Obligation, found: Found, *, reminder_number: str) -> Found:
    """The facts with what the record shows, and the reminder as the first piece of evidence."""
    came = "至今未报送" if owed.submitted_at is None else f"{legal_day(owed.submitted_at)} 报送"
    record = (
        f"{owed.period} 报告期，应于 {owed.deadline} 前报送；催报 {reminder_number} 于 "
        f"{owed.reminder_served_on} 送达，期限至 {owed.comply_by}；{came}。"
    )
    reminder = BreachEvidence(description=f"催报通知书 {reminder_number}")
    return Found(facts=f"{record}{found.facts}", evidence=(reminder, *found.evidence))
