"""The filled form, arranged for the page: the sections in the order of the form's table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from common.canonical import sha256_hex
from common.clock import told
from common.paper.blocks import NUMERALS, by_year_block, object_blocks, table_block
from common.paper.fitting import fitted
from common.paper.values import NOTHING
from intake.domain.application import Application, Sections
from intake.domain.round import Round
from intake.domain.version import Version
from intake.paper.roster import roster_block
from intake.paper.values import name_of, shown
from programme.forms.tables import Field, Form, Section, form_of

DRAFT: Final = "草稿，未提交"


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
        "documents_title": f"{NUMERALS[len(form.sections)]}、佐证材料目录",
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
    title = f"{NUMERALS[nth]}、{of.zh}"
    if of.name == "roster":
        return {"title": title, "blocks": [roster_block(of, value or [])], "landscape": True}
    if of.shape == "object":
        blocks = list(object_blocks(of, value or {}, _of_the_round(of, filled), say=shown))
    elif of.name == "series":
        blocks = [by_year_block(of, value or [])]
    else:
        blocks = [table_block(of.fields, value or [])]
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


def _document(form: Form, held: Mapping[str, Any]) -> list[str]:
    kinds = {kind.value: kind.zh for kind in form.document_kinds}
    return [
        kinds.get(held["kind"], held["kind"]),
        held["name"],
        "、".join(held["criterion_ids"]) or NOTHING,
        held["sha256"] or "尚未上传",
    ]
