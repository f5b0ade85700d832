"""The filled form, arranged for the page: the sections in the order of the form's table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from common.canonical import sha256_hex
from common.clock import told
from intake.domain.application import Application, Sections
from intake.domain.round import Round
from intake.domain.version import Version
from intake.paper.fitting import fitted
from intake.paper.roster import roster_block
from intake.paper.values import NOTHING, label, name_of, shown
from programme.forms.tables import Field, Form, Section, form_of

DRAFT: Final = "草稿，未提交"
_NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# A text that may be longer than this has the width of the page.
_SHORT: Final = 120
_FEW: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What is printed: the working copy, or a frozen version."""

    case: Application
    in_round: Round
    sections: Sections
    documents: Sequence[Mapping[str, Any]]
    version: Version | None

    @property
    def mark(self) -> str:
        """What every page says of its standing."""
        return f"第 {self.version.number} 版" if self.version else DRAFT


def form_data(filled: Filled) -> dict[str, Any]:
    """The data of `form.typ`."""
    form, case, version = form_of(filled.case.kind), filled.case, filled.version
    content_hash = sha256_hex(dict(filled.sections))
    return {
        "title": form.zh,
        "note": form.note_zh,
        "number": case.number,
        "mark": filled.mark,
        "draft": version is None,
        # The paper is sealed before it is filed: one hash of what was typed is on both prints.
        "content_hash": content_hash,
        "hash": version.sha256 if version else content_hash,
        "cover": _cover(filled),
        "sections": fitted([_section(each, filled, nth) for nth, each in enumerate(form.sections)]),
        "documents": [_document(form, held) for held in filled.documents],
        "documents_title": f"{_NUMERALS[len(form.sections)]}、佐证材料目录",
        "district": name_of(case.district),
    }


def _cover(filled: Filled) -> list[list[str]]:
    case, of, version = filled.case, filled.in_round, filled.version
    applicant = filled.sections.get("applicant", {})
    return [
        ["申报编号", case.number],
        ["通知文号", of.notice_number],
        ["集群名称", case.cluster_name],
        ["所在区", name_of(case.district)],
        ["集群运营管理机构", applicant.get("operating_institution_name") or NOTHING],
        ["统一社会信用代码", case.institution_code],
        ["版本", filled.mark],
        ["收到时间", told(version.received_at) if version else NOTHING],
    ]


def _section(of: Section, filled: Filled, nth: int) -> dict[str, Any]:
    value = filled.sections.get(of.name)
    title = f"{_NUMERALS[nth]}、{of.zh}"
    if of.name == "roster":
        return {"title": title, "blocks": [roster_block(of, value or [])], "landscape": True}
    if of.shape == "object":
        blocks = list(_object(of, value or {}, _of_the_round(of, filled)))
    elif of.name == "series":
        blocks = [_by_year(of, value or [])]
    else:
        blocks = [_table(of.fields, value or [])]
    return {"title": title, "blocks": blocks, "landscape": False}


def _of_the_round(of: Section, filled: Filled) -> Iterator[tuple[Field, Any]]:
    """What the round fills in is printed, not typed."""
    known = {
        "application_year": filled.in_round.year,
        "round_id": filled.in_round.number,
        "notice_number": filled.in_round.notice_number,
        "standard_id": filled.in_round.standard.id,
        "level": filled.in_round.level,
    }
    for field in of.printed:
        yield field, known.get(field.name)


def _object(
    of: Section, value: Mapping[str, Any], printed: Iterable[tuple[Field, Any]]
) -> Iterator[dict[str, Any]]:
    filled = [*printed, *((field, value.get(field.name)) for field in of.fields)]
    plain = [
        (label(field), shown(field, each), _wide(field, each))
        for field, each in filled
        if field.type != "table"
    ]
    yield {"kind": "pairs", "rows": list(_paired(plain))}
    for field, each in filled:
        if field.type == "table":
            yield _table(field.columns, each or []) | {"label": label(field)}


def _wide(field: Field, value: Any) -> bool:
    may_be_long = (field.max_length or 0) > _SHORT or field.type == "list"
    return may_be_long or len(shown(field, value)) > _FEW or len(label(field)) > _FEW / 2


def _paired(plain: Iterable[tuple[str, str, bool]]) -> Iterator[list[str]]:
    """Two short fields beside each other, a long one by itself."""
    waiting: list[str] = []
    for name, text, wide in plain:
        if wide:
            if waiting:
                yield waiting
            waiting = []
            yield [name, text]
        elif waiting:
            yield [*waiting, name, text]
            waiting = []
        else:
            waiting = [name, text]
    if waiting:
        yield waiting


def _by_year(of: Section, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A figure a row, a year a column."""
    ordered = sorted(rows, key=lambda row: row.get("year") or 0)
    years = [f"{row['year']} 年" if row.get("year") else NOTHING for row in ordered]
    figures = [field for field in of.fields if field.name != "year"]
    return {
        "kind": "table",
        "of": rows,
        "head": ["指标", "单位", *years],
        "columns": ["2fr", "20mm", *("1fr" for _ in years)],
        "align": ["left", "left", *("right" for _ in years)],
        "rows": [
            [
                field.zh,
                field.unit or NOTHING,
                *(shown(field, row.get(field.name)) for row in ordered),
            ]
            for field in figures
        ],
    }


def _table(columns: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "kind": "table",
        "of": rows,
        "head": ["序号", *(label(column) for column in columns)],
        "columns": ["10mm", *(_width(column) for column in columns)],
        "align": ["center", *(_side(column) for column in columns)],
        "rows": [
            [str(nth), *(shown(column, row.get(column.name)) for column in columns)]
            for nth, row in enumerate(rows, start=1)
        ],
    }


def _width(column: Field) -> str:
    if column.type == "date":
        return "19mm"
    if column.type == "code":
        return "32mm" if column.max_length == 18 else "20mm"
    longest = max((len(choice.zh) for choice in column.choices), default=0)
    wide = longest > _FEW / 3 or (column.max_length or 0) > _SHORT or column.type == "table"
    return "2fr" if wide else "1fr"


def _side(column: Field) -> str:
    return "right" if column.type in {"int", "decimal"} and column.name != "year" else "left"


def _document(form: Form, held: Mapping[str, Any]) -> list[str]:
    kinds = {kind.value: kind.zh for kind in form.document_kinds}
    return [
        kinds.get(held["kind"], held["kind"]),
        held["name"],
        "、".join(held["criterion_ids"]) or NOTHING,
        held["sha256"] or "尚未上传",
    ]
