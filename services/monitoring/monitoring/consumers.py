"""Which event of another service leads to which use case."""

from collections.abc import Mapping
from typing import Final

from common.contracts.application import (
    ApplicationForwarded,
    ApplicationRecommended,
    ApplicationSubmitted,
    ApplicationWithdrawn,
)
from common.contracts.cluster import (
    ClusterChanged,
    ClusterDesignated,
    ClusterReinstated,
    ClusterRenewed,
    ClusterRevoked,
)
from common.messaging.consumer import Handler
from monitoring.usecases.close_obligations import close_obligations
from monitoring.usecases.follow_change import follow_change, follow_reinstatement
from monitoring.usecases.follow_renewal import end_renewal, note_renewal
from monitoring.usecases.keep_case import keep_case
from monitoring.usecases.monitor_cluster import monitor_cluster

HANDLERS: Final[Mapping[str, Handler]] = {
    ApplicationForwarded.TYPE: keep_case,
    ApplicationRecommended.TYPE: keep_case,
    ApplicationSubmitted.TYPE: note_renewal,
    ApplicationWithdrawn.TYPE: end_renewal,
    ClusterChanged.TYPE: follow_change,
    ClusterDesignated.TYPE: monitor_cluster,
    ClusterReinstated.TYPE: follow_reinstatement,
    ClusterRenewed.TYPE: monitor_cluster,
    ClusterRevoked.TYPE: close_obligations,
}
