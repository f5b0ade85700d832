"""The filled report, arranged for the page: the sections in the order of the form's table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from common.clock import told
from common.paper.blocks import NUMERALS, by_year_block, object_blocks, table_block
from common.paper.fitting import fitted
from common.paper.printing import FILLED, OFFICIAL
from common.paper.values import NOTHING
from monitoring.domain.draft import Draft
from monitoring.domain.frozen import Frozen
from monitoring.domain.obligation import Obligation
from monitoring.domain.stated import METRICS
from programme.forms.tables import Field, Section, load_form
from programme.jurisdictions import jurisdictions

DRAFT: Final = "草稿，未报送"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is printed: the working copy, or a frozen version."""

    owed: Obligation
    content: Draft
    version: Frozen | None

    @property
    def mark(self) -> str:
        """What every page says of its standing."""
        return f"第 {self.version.number} 版" if self.version else DRAFT


def template() -> str:
    """The report's template, with what official papers and filled forms share before it."""
    own = files("monitoring.paper").joinpath("form.typ").read_text("utf-8")
    return f"{OFFICIAL}\n{FILLED}\n{own}"


def form_data(printed: Printed) -> dict[str, Any]:
    """The data of `form.typ`."""
    form, owed, version = load_form("annual_report"), printed.owed, printed.version
    sections = [_section(each, printed, nth) for nth, each in enumerate(form.sections)]
    content_hash = printed.content.content_sha256
    return {
        "title": form.zh,
        "note": form.note_zh,
        "number": f"{owed.cluster_number}　{owed.period} 年度",
        "mark": printed.mark,
        "draft": version is None,
        # The paper is sealed before it is filed: one hash of what was typed is on both prints.
        "content_hash": content_hash,
        "hash": version.sha256 if version else content_hash,
        "cover": _cover(printed),
        "sections": fitted(sections),
        "roster_title": f"{NUMERALS[len(form.sections)]}、企业清单",
        "roster": _roster(printed.content.roster),
        "district": _name_of(owed.district),
    }


def _cover(printed: Printed) -> list[list[str]]:
    owed, version = printed.owed, printed.version
    return [
        ["集群名称", owed.cluster_name],
        ["集群编号", owed.cluster_number],
        ["报告期", f"{owed.period} 年度"],
        ["所在区", _name_of(owed.district)],
        ["统一社会信用代码", owed.institution_code],
        ["市级报送期限", owed.due_on.isoformat() if owed.due_on else NOTHING],
        ["版本", printed.mark],
        ["收到时间", told(version.received_at) if version else NOTHING],
    ]


def _section(of: Section, printed: Printed, nth: int) -> dict[str, Any]:
    value: Any = printed.content.sections.get(of.name)
    if of.name == METRICS:
        blocks = [by_year_block(of, [{"year": printed.owed.period, **(value or {})}])]
    elif of.shape == "object":
        blocks = list(object_blocks(of, value or {}, _known(of, printed.owed)))
    else:
        blocks = [table_block(of.fields, value or [])]
    return {"title": f"{NUMERALS[nth]}、{of.zh}", "blocks": blocks, "landscape": False}


def _known(of: Section, owed: Obligation) -> Iterator[tuple[Field, Any]]:
    """What the obligation says is printed, not typed."""
    for field in of.printed:
        yield field, {"report_year": owed.period}.get(field.name)


def _roster(roster: Mapping[str, Any] | None) -> list[list[str]]:
    """The roster by its count, its sums and the hash that binds the file to the paper."""
    if roster is None:
        return []
    tally = roster["tally"]
    return [
        ["企业数", str(roster["rows"])],
        ["产值合计（万元）", tally["output"]],
        ["营业收入合计（万元）", tally["revenue"]],
        ["从业人员合计（人）", tally["employees"]],
        ["文件 SHA-256", roster["sha256"]],
    ]


def _name_of(district: str) -> str:
    known = {each.code: each.name_zh for each in jurisdictions()}
    return known.get(district, district)
