"""The composition root of monitoring."""

from common.process import Service
from monitoring.api import (
    assessments,
    breaches,
    cycles,
    dashboards,
    incidents,
    indicators,
    messages,
    monitored_clusters,
    obligations,
    policy_documents,
    practice_cases,
    report_acts,
    report_questions,
    report_roster,
    report_seal,
    reports,
    scorecards,
    service_deliveries,
    service_institutions,
    supervision_tasks,
    support_measures,
    tracking_notes,
    work_items,
)
from monitoring.config import Settings
from monitoring.consumers import HANDLERS
from monitoring.jobs import (
    deliver_messages,
    sweep_due_days,
    sweep_overdue,
    sweep_reminders,
    sweep_requests,
)
from monitoring.tables.metadata import metadata
from monitoring.verify import findings

SERVICE = Service(
    name="monitoring",
    title="Jiqun monitoring",
    settings=Settings,
    routers=[
        cycles.routes,
        obligations.routes,
        incidents.routes,
        supervision_tasks.routes,
        breaches.routes,
        work_items.routes,
        messages.routes,
        reports.routes,
        report_acts.routes,
        report_questions.routes,
        report_seal.routes,
        report_roster.routes,
        indicators.routes,
        tracking_notes.routes,
        policy_documents.routes,
        support_measures.routes,
        service_institutions.routes,
        service_deliveries.routes,
        practice_cases.routes,
        assessments.routes,
        monitored_clusters.routes,
        dashboards.routes,
        scorecards.routes,
    ],
    metadata=metadata,
    consumes=("intake", "registry"),
    handlers=HANDLERS,
    jobs=(sweep_due_days, sweep_requests, sweep_overdue, sweep_reminders),
    jobs_by=deliver_messages,
    verify=findings,
    limits=(report_seal.SEAL_LIMIT, report_roster.ROSTER_LIMIT),
)
