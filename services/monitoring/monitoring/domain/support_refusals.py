"""What is refused of tracking, support, services and practice cases, with its clause."""

from typing import Final

from common.errors import Kind, Refusal, Text

TRACKING: Final = "管理办法 第十六条"
SUPPORT: Final = "管理办法 第十二条"


class ClusterNotMonitored(Refusal):
    code = "cluster_not_monitored"
    kind = Kind.CONTENT
    clause = TRACKING
    title = Text("没有此集群", "There is no such cluster")
    detail = Text(
        "所列编号不是您可以办理的已认定集群。",
        "The number is not that of a designated cluster that you deal with.",
    )


class UnknownPolicyDocument(Refusal):
    code = "unknown_policy_document"
    kind = Kind.CONTENT
    clause = SUPPORT
    title = Text("没有此政策文件", "There is no such policy document")
    detail = Text(
        "所引政策文件不存在，或已更正、撤回。",
        "The policy document named does not exist, or was corrected or withdrawn.",
    )


class NotYetHappened(Refusal):
    code = "not_yet_happened"
    kind = Kind.CONTENT
    clause = TRACKING
    title = Text("日期在今日之后", "The day lies ahead")
    detail = Text(
        "所记事项的日期晚于今日，不能记录。", "What lies ahead of today cannot be written down."
    )
