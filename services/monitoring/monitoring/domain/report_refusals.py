"""What is refused of an annual report beyond its completeness: seal, correction, roster."""

from common.errors import FieldError, Kind, Refusal, Text
from monitoring.domain.refusals import REPORT_RULE


class ReportNotSealed(Refusal):
    code = "report_not_sealed"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("尚无签章页", "There is no sealed page")
    detail = Text(
        "请打印信息表，由运营管理机构签章后上传签章页（…/seal-page），再报送。",
        "Print the report, have it sealed, send the sealed page (…/seal-page), then submit it.",
    )


class SignedContentDiffers(Refusal):
    code = "signed_content_differs"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("签署内容与填报内容不一致", "What was signed is not what is filed")
    detail = Text(
        "签署所指的内容 SHA-256 与当前填报内容不同；请重新打印、签章后报送。",
        "The SHA-256 that was signed is of other content: print, seal and sign what is filed.",
    )


class CorrectionChangesNothing(Refusal):
    code = "correction_changes_nothing"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("更正没有变更内容", "The correction changes nothing")
    detail = Text(
        "当前填报内容与上一版本相同；请先修改，再提交更正。",
        "What is written is what the last version says: change it first, then correct.",
    )


class ReportWorkbookRefused(Refusal):
    code = "report_workbook_refused"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("工作簿未导入", "The workbook was not imported")
    detail = Text(
        "共有 {count} 处需要更正，未导入任何内容；请先以 dry_run=true 查看全部问题。",
        "{count} places need correcting; nothing was imported. See them all with dry_run=true.",
    )


class RosterRefused(Refusal):
    code = "roster_refused"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("企业清单未导入", "The roster was not imported")
    detail = Text(
        "共有 {count} 行需要更正，未导入任何内容。",
        "{count} rows need correcting; nothing was imported.",
    )


class RosterHeadRefused(Refusal):
    code = "roster_head_refused"
    kind = Kind.CONTENT
    clause = REPORT_RULE
    title = Text("企业清单表头不正确", "The head of the roster is not right")
    detail = Text(
        "应为 UTF-8 编码的 CSV，首行恰好含有各列名称：{columns}。",
        "A CSV in UTF-8 whose first row names exactly these columns: {columns}.",
    )


class NoRoster(Refusal):
    code = "no_roster"
    kind = Kind.NOT_FOUND
    clause = REPORT_RULE
    title = Text("没有企业清单", "There is no roster")
    detail = Text("本报告没有附企业清单。", "No roster goes with this report.")


def wrong_row(line: int, name: str, zh: str, en: str) -> FieldError:
    """A field of a line of the file that cannot be taken."""
    words = Text(f"第 {line} 行：{zh}不正确。", f"Line {line}: {en} is not right.")
    return FieldError(f"/{line}/{name}", "invalid", words)


def unknown_question(at: int) -> FieldError:
    """An answer to something that nobody asks of this report."""
    words = Text("没有此问题，或数据已变更。", "This is not asked, or the figures have changed.")
    return FieldError(f"/answers/{at}/question", "unknown_question", words)
