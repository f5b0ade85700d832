"""What is refused of an application for renewal, with its reason and clause (art. 15)."""

from typing import Final

from common.errors import Kind, Refusal, Text

RENEWAL: Final = "管理办法 第十五条"


class ClusterUnknown(Refusal):
    code = "cluster_unknown"
    kind = Kind.CONTENT
    clause = RENEWAL
    title = Text("没有此集群", "There is no such cluster")
    detail = Text("所指集群不在登记名录中。", "The cluster named is not in the register.")


class ClusterOfOther(Refusal):
    code = "cluster_of_other"
    kind = Kind.CONTENT
    clause = RENEWAL
    title = Text("不是贵单位运营的集群", "Not a cluster of yours")
    detail = Text(
        "复核由该集群登记在册的运营管理机构申请。",
        "The institution that the register names for the cluster applies for its renewal.",
    )


class ClusterRevokedAlready(Refusal):
    code = "cluster_revoked"
    kind = Kind.CONTENT
    clause = "管理办法 第十七条"
    title = Text("集群已被撤销", "The cluster is revoked")
    detail = Text(
        "该集群自 {day} 起已被撤销，不能申请复核。",
        "The cluster is revoked from {day}; there is nothing to renew.",
    )


class ClusterNotConcerned(Refusal):
    code = "cluster_not_concerned"
    kind = Kind.CONTENT
    clause = RENEWAL
    title = Text("不在本批次复核范围", "Not within this renewal round")
    detail = Text(
        "该集群有效期至 {last_day}；本批次受理有效期于 {first} 至 {last} 届满的集群。",
        "The cluster is valid until {last_day}; this round takes those that end from {first} to"
        " {last}.",
    )


class RenewalFiledBefore(Refusal):
    code = "renewal_filed_before"
    kind = Kind.CONTENT
    clause = RENEWAL
    title = Text("该集群已有复核申报", "The cluster has an application already")
    detail = Text(
        "本批次已有该集群的复核申报；如需重新申报，请先撤回。",
        "There is an application for this cluster in this round; withdraw it to begin anew.",
    )


class DecidedByBureau(Refusal):
    code = "renewal_decided_by_bureau"
    kind = Kind.NOT_POSSIBLE
    clause = RENEWAL
    title = Text("复核由市级决定", "The bureau decides a renewal")
    detail = Text(
        "区级对复核申报只提出意见并转报（forwarding），不作不予受理、推荐或不予推荐的决定。",
        "The district gives its opinion on a renewal and forwards it; it neither rejects it, nor"
        " recommends it, nor declines to.",
    )


class OnlyRenewals(Refusal):
    code = "only_renewals_are_forwarded"
    kind = Kind.NOT_POSSIBLE
    clause = RENEWAL
    title = Text("只有复核申报须转报", "Only a renewal is forwarded")
    detail = Text(
        "认定申报由区级推荐或不予推荐。",
        "An application for designation is recommended or not.",
    )
