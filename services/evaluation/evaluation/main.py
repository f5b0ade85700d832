"""The composition root of evaluation."""

import re

from common.process import Service
from evaluation.api import (
    evaluation_acts,
    evaluation_documents,
    evaluations,
    prechecks,
    standard_acts,
    standards,
)
from evaluation.config import Settings
from evaluation.consumers import HANDLERS
from evaluation.jobs import publish_first_standards
from evaluation.tables.metadata import metadata
from evaluation.verify import findings

SERVICE = Service(
    name="evaluation",
    title="Jiqun evaluation",
    settings=Settings,
    routers=[
        standards.routes,
        standard_acts.routes,
        prechecks.routes,
        evaluations.routes,
        evaluation_documents.routes,
        evaluation_acts.routes,
    ],
    metadata=metadata,
    consumes=("intake", "registry"),
    handlers=HANDLERS,
    jobs=(publish_first_standards,),
    verify=findings,
    limits=(prechecks.LIMIT,),
    public=re.compile(r"/v1/standards(/[^/]+)?"),
)
