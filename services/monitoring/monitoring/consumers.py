"""Which event of another service leads to which use case."""

from collections.abc import Mapping
from typing import Final

from common.contracts.application import ApplicationForwarded, ApplicationRecommended
from common.contracts.cluster import ClusterDesignated, ClusterRenewed, ClusterRevoked
from common.messaging.consumer import Handler
from monitoring.usecases.close_obligations import close_obligations
from monitoring.usecases.keep_case import keep_case
from monitoring.usecases.monitor_cluster import monitor_cluster

HANDLERS: Final[Mapping[str, Handler]] = {
    ApplicationForwarded.TYPE: keep_case,
    ApplicationRecommended.TYPE: keep_case,
    ClusterDesignated.TYPE: monitor_cluster,
    ClusterRenewed.TYPE: monitor_cluster,
    ClusterRevoked.TYPE: close_obligations,
}
