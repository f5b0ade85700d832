"""The composition root of registry."""

import re

from common.http.me import me_router
from common.process import Service
from registry.api import (
    changes,
    cluster_history,
    clusters,
    notices,
    proposals,
    revocation_cases,
    validations,
    vocabularies,
)
from registry.config import Settings
from registry.consumers import HANDLERS
from registry.jobs import sweep_notices
from registry.tables.metadata import metadata
from registry.verify import findings

SERVICE = Service(
    name="registry",
    title="Jiqun registry",
    settings=Settings,
    routers=[
        proposals.routes,
        notices.routes,
        clusters.routes,
        cluster_history.routes,
        revocation_cases.routes,
        validations.routes,
        changes.routes,
        vocabularies.routes,
        me_router(),  # one service answers it for all: a path belongs to one service
    ],
    metadata=metadata,
    consumes=("intake", "evaluation", "monitoring"),
    handlers=HANDLERS,
    jobs=(sweep_notices,),
    verify=findings,
    public=re.compile(r"/v1/vocabularies"),
)
