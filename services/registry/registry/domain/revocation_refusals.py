"""What is refused about revocation cases beside their stages: grounds without what they need."""

from typing import Final

from common.errors import Kind, Refusal, Text

REVOCATION_RULE: Final = "管理办法 第十七条"


class GroundNotSupported(Refusal):
    code = "ground_not_supported"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("所依据的情形缺少前提，不能立案", "The ground lacks what it needs")
    detail = Text(
        "立案前须核实并记录：{zh}。",
        "Before a case opens this must be on record: {en}.",
    )


class FindingNotStated(Refusal):
    code = "finding_not_stated"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("未写明不予撤销的认定", "The finding is not stated")
    detail = Text(
        "只有不予撤销才写明认定：不成立、已改正或者撤销明显过重。",
        "Only a decision not to revoke states a finding: unfounded, put right, disproportionate.",
    )


class NothingToSetAside(Refusal):
    code = "nothing_to_set_aside"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("没有可以撤销的撤销决定", "There is no revocation to set aside")
    detail = Text(
        "该集群没有以此案件作出、尚未被撤销的撤销认定决定。",
        "The cluster has no revocation of that case that still stands.",
    )


class RevokerReinstates(Refusal):
    code = "revoker_reinstates"
    kind = Kind.FORBIDDEN
    clause = REVOCATION_RULE
    title = Text("作出撤销决定的人员不得恢复认定", "Whoever revoked does not reinstate")
    detail = Text(
        "恢复认定须由作出撤销决定以外的人员办理。",
        "Another person than the one who decided the revocation sets it aside.",
    )


class ReinstatedOutside(Refusal):
    code = "reinstated_on_not_possible"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("恢复认定的生效日期不成立", "The effective day is not possible")
    detail = Text(
        "自始无效的不写生效日期；自决定起恢复的，生效日期在 {earliest} 至 {latest} 之间。",
        "From the beginning: no effective day; from the decision: a day from {earliest} to"
        " {latest}.",
    )
