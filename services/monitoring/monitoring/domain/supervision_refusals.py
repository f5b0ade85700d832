"""What the supervision of clusters refuses: cycles, obligations, incidents, tasks, breaches."""

from typing import Final

from common.errors import Kind, Refusal, Text

REPORT_RULE: Final = "管理办法 第十六条"
REPORT_GROUND: Final = "管理办法 第十七条（三）"
INCIDENT_GROUND: Final = "管理办法 第十七条（五）"


class PeriodOpenAlready(Refusal):
    code = "period_open_already"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_RULE
    title = Text("该报告期已有生效的填报安排", "A cycle of this period is open")
    detail = Text(
        "{period} 报告期已有生效的填报安排；个别情况请办理延期或豁免。",
        "A reporting cycle of {period} is open already; extend or waive single obligations.",
    )


class CycleTooLate(Refusal):
    code = "cycle_too_late"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_RULE
    title = Text("填报安排已过期", "The cycle comes too late")
    detail = Text(
        "区级期限 {district_due_on} 已过，不能再启用；请另拟期限。",
        "The districts' due day {district_due_on} has passed; draft one with later days.",
    )


class ExtendedToEarlier(Refusal):
    code = "extended_to_earlier"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("延期日期不晚于现期限", "That is no later day")
    detail = Text(
        "延期须晚于现期限 {deadline}，且不早于今日。",
        "An extension leads to a day after {deadline} that has not passed.",
    )


class ServedOutsideReminder(Refusal):
    code = "reminder_served_outside"
    kind = Kind.CONTENT
    clause = REPORT_GROUND
    title = Text("送达日期不成立", "That day of service cannot be")
    detail = Text(
        "催报送达日期须在期限 {deadline} 之后，且不晚于今日。",
        "A reminder is served after {deadline} and not later than today.",
    )


class ReminderTooShort(Refusal):
    code = "reminder_too_short"
    kind = Kind.CONTENT
    clause = REPORT_GROUND
    title = Text("催报期限过短", "The reminder gives too little time")
    detail = Text(
        "催报给予的期限不少于 {days} 日；可以更长。",
        "A reminder gives at least {days} days; it may give more.",
    )


class ReportWasOnTime(Refusal):
    code = "report_was_on_time"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_GROUND
    title = Text("报告按期报送", "The report was on time")
    detail = Text(
        "该报告已按期报送，不构成未及时报送。",
        "The report was received on time; there is no breach in it.",
    )


class ReminderMissing(Refusal):
    code = "reminder_missing"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_GROUND
    title = Text("尚未书面催报", "No written reminder was served")
    detail = Text(
        "提出未及时报送前，须先书面催报并待其期限届满。",
        "Before a late report is proposed as a breach, a written reminder is served.",
    )


class ReminderRunning(Refusal):
    code = "reminder_running"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_GROUND
    title = Text("催报期限未满", "The reminder's period is running")
    detail = Text(
        "催报期限至 {comply_by} 届满，届满后方可提出。",
        "The reminder gives time until {comply_by}; a breach can be proposed after it.",
    )


class ReminderComplied(Refusal):
    code = "reminder_complied"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_GROUND
    title = Text("已在催报期限内报送", "The reminder was complied with")
    detail = Text(
        "报告已于 {received_on} 在催报期限内报送。",
        "The report came in on {received_on}, within the reminder's period.",
    )


class UnknownMonitoredCluster(Refusal):
    code = "unknown_monitored_cluster"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("没有此集群", "There is no such cluster")
    detail = Text(
        "没有此编号的集群，或不在您的辖区。",
        "No cluster has this number, or it is not in your district.",
    )


class DayInFuture(Refusal):
    code = "day_in_future"
    kind = Kind.CONTENT
    clause = INCIDENT_GROUND
    title = Text("日期不成立", "That day cannot be")
    detail = Text("{what} 须在 {first} 至 {last} 之间。", "{what} lies between {first} and {last}.")


class GradeNotOfKind(Refusal):
    code = "grade_not_of_kind"
    kind = Kind.CONTENT
    clause = INCIDENT_GROUND
    title = Text("等级与类别不符", "The grade is not one of this kind")
    detail = Text(
        "此类事项的等级应为：{grades}。", "For this kind of incident the grade is one of: {grades}."
    )


class FindingNotNeeded(Refusal):
    code = "finding_not_needed"
    kind = Kind.NOT_POSSIBLE
    clause = INCIDENT_GROUND
    title = Text("无须另行认定", "No finding is needed")
    detail = Text(
        "此类事项以主管部门判定的等级为准，无须另行认定。",
        "For this kind the grade that the authority determined says it.",
    )


class IncidentSupportsNothing(Refusal):
    code = "incident_supports_nothing"
    kind = Kind.NOT_POSSIBLE
    clause = INCIDENT_GROUND
    title = Text("尚不足以支持撤销事由", "It does not support the ground")
    detail = Text(
        "只有经主管部门判定、达到条款所列程度的事项才支持该事由。",
        "Only what the authority determined, and of the clause's weight, supports the ground.",
    )


class BreachProposedAlready(Refusal):
    code = "breach_proposed_already"
    kind = Kind.NOT_POSSIBLE
    title = Text("已提出过", "It was proposed already")
    detail = Text(
        "同一事项已提出线索，不重复提出。", "A breach was proposed for this matter already."
    )
