"""The composition root of monitoring."""

from common.process import Service
from monitoring.api import obligations, report_acts, reports
from monitoring.config import Settings
from monitoring.consumers import HANDLERS
from monitoring.jobs import sweep_due_days, sweep_overdue, sweep_requests
from monitoring.tables.metadata import metadata
from monitoring.verify import findings

SERVICE = Service(
    name="monitoring",
    title="Jiqun monitoring",
    settings=Settings,
    routers=[obligations.routes, reports.routes, report_acts.routes],
    metadata=metadata,
    consumes=("intake", "registry"),
    handlers=HANDLERS,
    jobs=(sweep_due_days, sweep_requests, sweep_overdue),
    verify=findings,
)
