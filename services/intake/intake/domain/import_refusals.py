"""What is refused of a workbook."""

from common.errors import Kind, Refusal, Text


class WorkbookRefused(Refusal):
    code = "workbook_refused"
    kind = Kind.CONTENT
    clause = "管理办法 第九条"
    title = Text("工作簿未导入", "The workbook was not imported")
    detail = Text(
        "共有 {count} 处需要更正，未导入任何内容；请先以 dry_run=true 查看全部问题。",
        "{count} places need correcting; nothing was imported. See them all with dry_run=true.",
    )
