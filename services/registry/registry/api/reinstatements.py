"""A revocation set aside by a later decision (READING 14)."""

from typing import Annotated

from fastapi import Response
from pydantic import Field

from common.clock import legal_day
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import IfMatch, Writing
from common.http.field_types import Day, Said, Words
from common.http.problems import WRITES, documented
from common.http.validation import Later, StrictModel
from registry.api.cluster_models import ClusterShown, cluster_shown
from registry.domain.reinstatement import Reach, SettingAside
from registry.usecases.reinstate_cluster import reinstate_cluster

routes = router(tag="clusters")

Short = Annotated[str, Field(min_length=1, max_length=100), Said]


class ReinstatementGiven(StrictModel):
    """The later decision: which case, how far it reaches, its reasons and document.

    `from_beginning`: the revocation never had effect, and no day is stated. `from_decision`: it has
    none from `effective_on` on, which lies not before today; between the two it was revoked.
    """

    case: Short
    reach: Reach
    effective_on: Day | None = None
    reason: Words
    document_number: Short
    document_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    def as_setting_aside(self) -> SettingAside:
        """The decision as the domain takes it."""
        return SettingAside(**self.__dict__)


@routes.post(
    "/clusters/{ref}/reinstatement",
    status_code=201,
    response_model=ClusterShown,
    responses=documented(WRITES),
    name="reinstate_cluster",
)
async def post_reinstatement(
    ref: str, body: Later[ReinstatementGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Set a revocation aside, as another person than the one who decided it."""
    given = body.checked
    cluster = await reinstate_cluster(
        tx, ref, lambda: given().as_setting_aside(), if_match=if_match
    )
    return await created(
        tx,
        cluster_shown(cluster, legal_day(tx.at)),
        location=f"/v1/clusters/{cluster.number}/history",
        version=cluster.version,
    )
