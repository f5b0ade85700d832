"""What the register said when: the history of a cluster, and corrections that add to it."""

from fastapi import Response

from common.clock import legal_day
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import IfMatch, Writing
from common.http.problems import LIMITED, WRITES, documented
from common.http.validation import Later
from registry.api.cluster_models import (
    ClusterHistoryShown,
    ClusterShown,
    CorrectionGiven,
    cluster_shown,
    history_shown,
)
from registry.api.readers import Register
from registry.store import cluster_facts, clusters
from registry.usecases.correct_cluster import correct_cluster

routes = router(tag="clusters")


@routes.get(
    "/clusters/{ref}/history",
    response_model=ClusterHistoryShown,
    responses=documented(LIMITED),
    name="read_cluster_history",
)
async def read_history(ref: str, register: Register) -> Response:
    """Every fact, period, revocation and reinstatement: from which day, and since when known."""
    cluster = await clusters.load(register, ref)
    rows = await cluster_facts.rows_of(register, cluster.id)
    answer = shown(history_shown(cluster, rows), version=cluster.version)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@routes.post(
    "/clusters/{ref}/corrections",
    status_code=201,
    response_model=ClusterShown,
    responses=documented(WRITES),
    name="correct_cluster",
)
async def post_correction(
    ref: str, body: Later[CorrectionGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Put a clerical error right: a row is added from the day of the entry it corrects."""
    given = body.checked
    cluster = await correct_cluster(tx, ref, lambda: given().as_correction(), if_match=if_match)
    return await created(
        tx,
        cluster_shown(cluster, legal_day(tx.at)),
        location=f"/v1/clusters/{cluster.number}/history",
        version=cluster.version,
    )
