"""The composition root of registry."""

import re

from common.http.me import me_router
from common.process import Service
from registry.api import (
    change_filings,
    changes,
    cluster_history,
    clusters,
    extracts,
    messages,
    notice_pages,
    notice_papers,
    notices,
    objections,
    proposals,
    register,
    register_pages,
    reinstatements,
    revocation_cases,
    validations,
    verify_page,
    vocabularies,
)
from registry.api.rates import RATES
from registry.config import Settings
from registry.consumers import HANDLERS
from registry.jobs import deliver_messages, sweep_notices, sweep_renewals
from registry.tables.metadata import metadata
from registry.verify import findings

SERVICE = Service(
    name="registry",
    title="Jiqun registry",
    settings=Settings,
    routers=[
        clusters.routes,  # asked for most, and routes are looked through in this order
        proposals.routes,
        notice_papers.routes,
        notices.routes,
        objections.routes,
        cluster_history.routes,
        change_filings.routes,
        revocation_cases.routes,
        reinstatements.routes,
        validations.routes,
        changes.routes,
        register.routes,
        extracts.routes,
        extracts.well_known,
        register_pages.routes,
        notice_pages.routes,
        verify_page.routes,
        messages.routes,
        vocabularies.routes,
        me_router(),  # one service answers it for all: a path belongs to one service
    ],
    metadata=metadata,
    consumes=("intake", "evaluation", "monitoring"),
    handlers=HANDLERS,
    jobs=(sweep_notices, sweep_renewals),
    jobs_by=deliver_messages,
    verify=findings,
    rates=RATES,
    parts=Settings.parts,
    public=re.compile(r"/v1/vocabularies|/register(/[^/]+)?|/notices(/[^/]+)?"),
)
