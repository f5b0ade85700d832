"""The composition root of intake."""

from common.process import Service
from intake.api import (
    applications,
    case_history,
    documents,
    messages,
    papers,
    reviews,
    roster,
    rounds,
    standing,
    work_items,
    workbooks,
)
from intake.config import Settings
from intake.consumers import HANDLERS
from intake.jobs import JOBS, deliver_messages, tend_documents
from intake.tables.metadata import metadata
from intake.verify import findings

SERVICE = Service(
    name="intake",
    title="Jiqun intake",
    settings=Settings,
    routers=[
        applications.routes,  # first, for they are asked for most
        rounds.routes,
        documents.routes,
        reviews.routes,
        case_history.routes,
        standing.routes,
        work_items.routes,
        papers.routes,
        messages.routes,
        workbooks.routes,
        roster.routes,
    ],
    metadata=metadata,
    consumes=("evaluation", "registry", "monitoring"),
    handlers=HANDLERS,
    jobs=JOBS,
    verify=findings,
    limits=(
        documents.CONTENT_LIMIT,
        workbooks.WORKBOOK_LIMIT,
        *applications.SECTIONS_LIMITS,
    ),
    tend_documents=tend_documents,
    jobs_by=deliver_messages,
)
