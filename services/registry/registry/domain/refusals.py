"""What the registry refuses in the notice procedure, with its reason and clause."""

from typing import Final

from common.errors import Kind, Refusal, Text

NOTICE_RULE: Final = "管理办法 第十条"
REVOCATION_RULE: Final = "管理办法 第十七条"


class UnknownRound(Refusal):
    code = "unknown_round"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("没有此申报批次", "There is no such round")
    detail = Text(
        "所指申报批次不存在，或尚未开启。", "The round named does not exist or is not open."
    )


class NothingProposed(Refusal):
    code = "nothing_proposed"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("没有可公示的集群", "There is nothing to put on notice")
    detail = Text(
        "本批次没有尚未列入公示的拟认定集群。",
        "No proposed cluster of this round waits for a notice.",
    )


class NotWaiting(Refusal):
    code = "not_waiting_for_notice"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("不在待公示之列", "Not waiting for a notice")
    detail = Text(
        "所列申报中有的不属于本批次拟认定、尚未公示的申报。",
        "Some of the applications are not proposed in this round or stand in another notice.",
    )


class NoticeEmpty(Refusal):
    code = "notice_empty"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("公示名单为空", "The notice is empty")
    detail = Text(
        "名单中的集群均已移出，不能公示。",
        "Every entry has been taken out; there is nothing to post.",
    )


class PostedOutside(Refusal):
    code = "posted_at_not_possible"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("发布时间不成立", "The posting time is not possible")
    detail = Text(
        "发布时间须在 {earliest} 之后（含当日），且不晚于现在。",
        "The posting time must be on or after {earliest} and not in the future.",
    )


class Backdated(Refusal):
    code = "notice_backdated"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("公示登记过迟", "The posting is recorded too late")
    detail = Text(
        "公示须在发布后 {days} 个工作日内登记，且登记时公示期未满；此次公示期至 {last_day}。",
        "A posting is recorded within {days} working days and while its notice still runs;"
        " this one would have run until {last_day}.",
    )


class WindowRunning(Refusal):
    code = "notice_window_running"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("公示期未满", "The notice is still running")
    detail = Text(
        "公示期至 {last_day} 24时届满，此前不能办理。",
        "The notice runs until the end of {last_day}; until then this cannot be done.",
    )


class SnapshotBroken(Refusal):
    code = "snapshot_differs"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("名单与公示不一致", "The list differs from the notice")
    detail = Text(
        "名单内容与公示时的哈希不一致，不得发布；请核查数据。",
        "The list does not match the hash that was on notice; it cannot be released.",
    )


class UnknownGround(Refusal):
    code = "unknown_ground"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("没有此撤销情形", "There is no such ground")
    detail = Text(
        "撤销情形只能是第十七条（一）至（五）之一。", "A ground is one of art. 17(1) to 17(5)."
    )


class LimbNotNamed(Refusal):
    code = "limb_not_named"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("须指明具体情形", "The limb must be named")
    detail = Text("须指明所依据的具体情形：{limbs}。", "Name the limb relied on: {limbs}.")


class UnknownCluster(Refusal):
    code = "unknown_cluster"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("没有此集群", "There is no such cluster")
    detail = Text("名录中没有此编号的集群。", "The register holds no cluster of that number.")


class SameGroundOpen(Refusal):
    code = "same_ground_open"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("同一情形已有案件", "A case on this ground is open")
    detail = Text(
        "该集群就同一撤销情形已有未办结的案件 {number}。",
        "A case of this cluster on the same ground is not decided yet: {number}.",
    )


class AlreadyRevoked(Refusal):
    code = "already_revoked"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("认定已被撤销", "It is revoked already")
    detail = Text("该集群的认定已被撤销。", "The designation of this cluster is revoked already.")


class ServedOutside(Refusal):
    code = "served_on_not_possible"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("送达日期不成立", "The day of service is not possible")
    detail = Text(
        "送达日期须在告知日 {notified_on} 之后（含当日），且不晚于今天。",
        "Service lies on or after {notified_on}, the day of notification, and not in the future.",
    )


class AnswerTooLate(Refusal):
    code = "answer_period_over"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("陈述申辩期限已过", "The period to answer is over")
    detail = Text("陈述申辩期限已于 {due_on} 届满。", "The period to answer ended on {due_on}.")


class AnswerPeriodRunning(Refusal):
    code = "answer_period_running"
    kind = Kind.NOT_POSSIBLE
    clause = REVOCATION_RULE
    title = Text("陈述申辩期限未满", "The period to answer is running")
    detail = Text(
        "运营管理机构可在 {due_on} 前（含当日）陈述申辩，此前不能作出决定。",
        "The institution may answer until {due_on}; until then nothing is decided.",
    )


class SamePerson(Refusal):
    code = "decider_took_part"
    kind = Kind.FORBIDDEN
    clause = REVOCATION_RULE
    title = Text("办案人不得作出决定", "Whoever took part may not decide")
    detail = Text(
        "提出、立案、告知或送达的人员不能独自作出决定，请由另一人办理。",
        "Whoever proposed, opened, notified or served does not decide; another person must.",
    )


class WithoutEvidence(Refusal):
    code = "revocation_without_evidence"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("没有证据，不能立案", "There is no evidence to open the case on")
    detail = Text(
        "立案前至少须有一项证据：在提出时或随立案提交。",
        "A case opens on at least one piece of evidence, given at proposal or with the opening.",
    )


class WithoutFacts(Refusal):
    code = "decision_without_facts"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("决定未写明事实", "The decision states no facts")
    detail = Text(
        "线索未写明事实，决定须写明查明的事实。",
        "The lead states no facts; the decision states the facts that were found.",
    )


class PointsNotDealtWith(Refusal):
    code = "answer_points_not_dealt_with"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("未逐点回应陈述申辩", "Points of the answer are not dealt with")
    detail = Text(
        "决定须逐点回应陈述申辩，每点一次；缺漏或多出的点：{points}。",
        "A decision deals with each point of the answer once; missing or surplus: {points}.",
    )


class EffectNotPossible(Refusal):
    code = "effective_day_not_possible"
    kind = Kind.CONTENT
    clause = REVOCATION_RULE
    title = Text("生效日期不成立", "The effective day is not possible")
    detail = Text(
        "撤销决定须写明生效日期，在 {earliest} 至 {latest} 之间；不予撤销的不写。",
        "A revocation states its effective day, from {earliest} to {latest};"
        " otherwise there is none.",
    )
