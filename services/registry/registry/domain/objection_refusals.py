"""What the registry refuses around objections (art. 10, READING 11), with its reason."""

from common.errors import Kind, Refusal, Text
from registry.domain.refusals import NOTICE_RULE


class ObjectionOpen(Refusal):
    code = "objection_open"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("异议尚未办结", "An objection is open")
    detail = Text(
        "尚有 {count} 件异议未作出结论，名单不能发布；办结后再办理。",
        "{count} objections have no finding yet; the list is released after that.",
    )


class ListUpheldAgainst(Refusal):
    code = "list_objection_upheld"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("对名单的异议成立", "An objection to the list was upheld")
    detail = Text(
        "对整份名单的异议已认定成立，此公示的名单不能发布，须另发更正公示。",
        "An objection to the list as such was upheld; it is corrected by a new notice instead.",
    )


class NotOnThisNotice(Refusal):
    code = "not_on_this_notice"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("不在此公示名单内", "It is not on this notice")
    detail = Text("所指申报不在此公示名单内。", "The application named is not on this notice.")


class ReceivedOutside(Refusal):
    code = "received_on_not_possible"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("收到日期不成立", "The day of receipt is not possible")
    detail = Text(
        "收到日期须在 {earliest} 之后（含当日），且不晚于今天。",
        "The day of receipt lies on or after {earliest} and not in the future.",
    )


class PaperByTheBureau(Refusal):
    code = "received_on_by_bureau_only"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("收到日期由市局填写", "The bureau alone gives a day of receipt")
    detail = Text(
        "只有市局登记纸质异议时填写收到日期；网上提出的以系统收到时间为准。",
        "Only the bureau, entering an objection on paper, gives it; online the receipt counts.",
    )


class TellsWhoObjected(Refusal):
    code = "tells_who_objected"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("文字透露了异议人", "The words tell who objected")
    detail = Text(
        "转交或公开的文字中不得出现异议人的姓名（名称）、地址或联系方式，请改写。",
        "Words that others read must not hold the objector's name, address or contact.",
    )


class AnsweredAlready(Refusal):
    code = "objection_answered"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("已作说明", "It is answered already")
    detail = Text("申报单位已就此异议作出说明。", "The applicant has answered this objection.")


class NobodyToAnswer(Refusal):
    code = "objection_to_the_list"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("无须申报单位说明", "There is no applicant to answer")
    detail = Text(
        "此异议针对整份名单，没有须作说明的申报单位。",
        "This objection is to the whole list; no applicant is asked to answer.",
    )


class ObjectionAnswerTooLate(Refusal):
    code = "objection_answer_period_over"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("说明期限已过", "The period to answer is over")
    detail = Text("说明期限已于 {due_on} 届满。", "The period to answer ended on {due_on}.")


class ObjectionAnswerRunning(Refusal):
    code = "objection_answer_period_running"
    kind = Kind.NOT_POSSIBLE
    clause = NOTICE_RULE
    title = Text("说明期限未满", "The period to answer is running")
    detail = Text(
        "申报单位可在 {due_on} 前（含当日）作出说明，此前不能认定异议成立。",
        "The applicant may answer until {due_on}; until then nothing is upheld.",
    )


class OrderMissing(Refusal):
    code = "unsealing_order_missing"
    kind = Kind.CONTENT
    clause = NOTICE_RULE
    title = Text("须写明调阅令", "An order must be named")
    detail = Text(
        "审计人员查阅密封内容须写明调阅令文号和理由。",
        "An auditor opens what is sealed by an order only: name it, and the reason.",
    )


class SealingNotSetUp(Refusal):
    code = "sealing_not_set_up"
    kind = Kind.UNAVAILABLE
    title = Text("尚不能受理异议", "Objections cannot be taken in yet")
    detail = Text(
        "系统尚未配置密封密钥，暂不能在线提出异议；请书面提出。",
        "No sealing key is set up here, so nothing can be kept secret; object in writing.",
    )
