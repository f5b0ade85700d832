"""What the register refuses of its facts: corrections that correct nothing, questions too early."""

from typing import Final

from common.errors import Kind, Refusal, Text

REGISTER_RULE: Final = "管理办法 第十条"


class KnownTooLate(Refusal):
    code = "known_at_in_future"
    kind = Kind.CONTENT
    clause = None
    title = Text("所问时点尚未到来", "That instant has not come yet")
    detail = Text(
        "known_at 是登记在册的时点，不能晚于现在。",
        "known_at asks what was on record at an instant; it cannot be later than now.",
    )


class UnknownFactRow(Refusal):
    code = "unknown_fact_row"
    kind = Kind.CONTENT
    clause = REGISTER_RULE
    title = Text("没有这条登记", "There is no such entry")
    detail = Text(
        "该集群的登记沿革中没有所指的这一条。",
        "The history of this cluster has no entry with that id.",
    )


class FactNotStated(Refusal):
    code = "fact_not_stated"
    kind = Kind.CONTENT
    clause = REGISTER_RULE
    title = Text("所更正的事项不在该条登记中", "The entry does not state that fact")
    detail = Text(
        "更正只及于该条登记所载事项；其他事项请按载有它的那一条更正。",
        "A correction reaches what its entry states; other facts are corrected where they stand.",
    )


class NothingCorrected(Refusal):
    code = "nothing_corrected"
    kind = Kind.CONTENT
    clause = REGISTER_RULE
    title = Text("没有可更正的差异", "There is nothing to correct")
    detail = Text(
        "所填内容与登记一致，更正不产生任何变化。",
        "What is given is what the register says already; the correction would change nothing.",
    )


class AlreadyRenewed(Refusal):
    code = "not_renewable_in_round"
    kind = Kind.NOT_POSSIBLE
    clause = "管理办法 第十五条"
    title = Text("不在本批次复核范围", "Not within this renewal round")
    detail = Text(
        "{number} 的有效期至 {last_day}，不在本批次复核范围内，或已经复核延续。",
        "The validity of {number} ends on {last_day}: this round does not concern it, or it was"
        " renewed already.",
    )
