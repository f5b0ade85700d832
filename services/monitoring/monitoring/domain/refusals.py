"""What monitoring refuses, with its reason and clause."""

from typing import Final

from common.errors import Kind, Refusal, Text

REPORT_RULE: Final = "管理办法 第十六条"


class ReportNotOpenYet(Refusal):
    code = "report_not_open_yet"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_RULE
    title = Text("尚未开始填报", "The report is not open yet")
    detail = Text(
        "本报告期尚未结束，自 {opens_on} 起填报。",
        "The period has not ended; its report can be filed from {opens_on} on.",
    )


class ObligationClosed(Refusal):
    code = "obligation_closed"
    kind = Kind.NOT_POSSIBLE
    clause = REPORT_RULE
    title = Text("无须再报送", "This report is no longer owed")
    detail = Text(
        "该集群的认定已撤销，或本报告期已豁免，填报义务已终止。",
        "The designation was revoked or the report waived; it is no longer owed.",
    )


class ReportIncomplete(Refusal):
    code = "report_incomplete"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("报告不完整", "The report is not complete")
    detail = Text(
        "所列各项尚未填写，不能报送。", "The places listed are missing; it cannot be submitted."
    )
