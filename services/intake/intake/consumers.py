"""Which event of another service leads to which use case."""

from collections.abc import Mapping
from typing import Final

from common.messaging.consumer import Handler
from intake.usecases import follow_cluster, follow_evaluation, follow_notice, follow_standard

HANDLERS: Final[Mapping[str, Handler]] = {
    "standard.published": follow_standard.standard_published,
    "evaluation.opened": follow_evaluation.evaluation_opened,
    "evaluation.completed": follow_evaluation.evaluation_completed,
    "evaluation.reopened": follow_evaluation.evaluation_reopened,
    "notice.published": follow_notice.notice_published,
    "notice.closed": follow_notice.notice_closed,
    "objection.filed": follow_notice.objection_filed,
    "objection.taken_up": follow_notice.objection_taken_up,
    "objection.decided": follow_notice.objection_decided,
    "cluster.designated": follow_cluster.cluster_designated,
    "cluster.renewed": follow_cluster.cluster_renewed,
    "cluster.changed": follow_cluster.cluster_changed,
    "cluster.revoked": follow_cluster.cluster_revoked,
    "cluster.reinstated": follow_cluster.cluster_reinstated,
    "revocation.opened": follow_cluster.revocation_opened,
    "revocation.notified": follow_cluster.revocation_notified,
    "revocation.closed": follow_cluster.revocation_closed,
    "report.confirmed": follow_cluster.report_confirmed,
}
