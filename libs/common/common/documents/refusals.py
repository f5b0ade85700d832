"""What is refused of a document's content, with its reason in both languages."""

from typing import Final

from common.errors import FieldError, Kind, Refusal, Text

FINDINGS: Final[dict[str, Text]] = {
    "type_differs": Text(
        "文件内容与所填类型不符。", "The content is not of the type that was announced."
    ),
    "damaged": Text("文件已损坏或无法打开。", "The file is damaged, or cannot be opened."),
    "encrypted": Text(
        "文件已加密，请去除密码后重新上传。", "The file is encrypted; upload it without a password."
    ),
    "active_content": Text(
        "文件含有脚本、自动动作、表单程序或附件，请另存为普通文件后上传。",
        "The file holds scripts, automatic actions, form programs or attachments; "
        "save it as a plain file.",
    ),
    "macros": Text("文件含有宏。", "The file holds macros."),
    "embedded": Text(
        "文件内嵌有其他文件或外部链接。", "The file embeds other files, or draws on outside ones."
    ),
    "expands_too_far": Text("文件展开后过大。", "The file unpacks to more than is taken."),
    "too_many_parts": Text("文件页数或部件过多。", "The file has too many pages or parts."),
    "not_inspected": Text(
        "未能在限定时间和资源内检查此文件，请简化后重新上传。",
        "The file could not be inspected within the limits; simplify it and upload it again.",
    ),
}


class DocumentRefused(Refusal):
    code = "document_refused"
    kind = Kind.CONTENT
    title = Text("材料未予接收", "The document was not taken")
    detail = Text(
        "此文件未予保存，原因见所列各项。", "The file was not kept, for the reason listed."
    )


class DocumentInfected(Refusal):
    code = "document_infected"
    kind = Kind.NOT_POSSIBLE
    title = Text("材料含有病毒", "The document is infected")
    detail = Text(
        "病毒扫描发现问题，此材料已封存，不再提供下载。",
        "The virus scanner found something; the document is locked away and not handed out.",
    )


def refused_for(finding: str) -> DocumentRefused:
    """The refusal of a content for one of `FINDINGS`."""
    return DocumentRefused(errors=[FieldError("/content", finding, FINDINGS[finding])])
