"""Reads the terms of supervision into the domain's types; unknown keys are refused."""

from functools import cache

from monitoring.domain.breach import Basis
from monitoring.domain.incident import IncidentKind
from monitoring.domain.supervision_terms import Colour, SupervisionTerms
from monitoring.domain.written_reminder import ReminderTerms
from programme.strict_toml import Table, packaged_table

_ABOUT = ("obligation", "supervision_task")


@cache
def supervision() -> SupervisionTerms:
    """The reminder, the kinds of incidents, the bases of breaches, the colours of work lists."""
    root = packaged_table("monitoring.terms", "supervision.toml")
    root.choice("format", ("supervision/1",))
    escalation, breaches = root.table("escalation"), root.table("breaches")
    escalation.text("clause")
    incident = breaches.table("incident")
    read = SupervisionTerms(
        reminder=_reminder(root.table("reminder")),
        incidents={kind.kind: kind for kind in map(_incident, root.tables("incidents"))},
        bases={about: _basis(breaches.table(about)) for about in _ABOUT},
        incident_ground=incident.text("ground"),
        escalates_after_days=escalation.integer("days"),
        colours=tuple(map(_colour, root.tables("colours"))),
    )
    for table in (root, escalation, breaches, incident):
        table.close()
    return read


def _reminder(table: Table) -> ReminderTerms:
    read = ReminderTerms(
        clause=table.text("clause"),
        days=table.integer("days"),
        roll_forward=table.flag("roll_forward"),
    )
    table.close()
    return read


def _incident(table: Table) -> IncidentKind:
    grades = table.texts("grades")
    read = IncidentKind(
        kind=table.text("kind"),
        limb=table.text("limb"),
        clause=table.text("clause"),
        grades=grades,
        counts_from=table.choice("counts_from", grades) if grades else None,
        needs_finding=table.flag("needs_finding"),
    )
    table.close()
    return read


def _basis(table: Table) -> Basis:
    read = Basis(ground=table.text("ground"), limb=table.text("limb"), clause=table.text("clause"))
    table.close()
    return read


def _colour(table: Table) -> Colour:
    read = Colour(
        name=table.text("name"),
        zh=table.text("zh"),
        en=table.text("en"),
        days=table.integer("days") if table.has("days") else None,
    )
    table.close()
    return read
