"""The roster of a report: which columns it has, how each is written, who may hand it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from common.actor import Actor
from common.errors import Forbidden, NotFound
from monitoring.domain import access
from monitoring.domain.report import Report
from monitoring.domain.report_refusals import RosterHeadRefused

IMPORTER: Final = "reports:import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name in the file, its words, the pattern of what is written, its SQL type."""

    name: str
    zh: str
    en: str
    pattern: str
    cast: str
    required: bool = True


_CODE: Final = "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
_COUNT: Final = "[0-9]{1,8}"
_AMOUNT: Final = r"[0-9]{1,9}(\.[0-9]{1,2})?"
_FLAG: Final = "true|false"
COLUMNS: Final = (
    Column(name="uscc", zh="统一社会信用代码", en="credit code", pattern=_CODE, cast="text"),
    Column(name="enterprise_name", zh="企业名称", en="name", pattern=".{1,200}", cast="text"),
    Column(
        name="industry_code", zh="行业代码", en="industry code", pattern="[0-9]{2,4}", cast="text"
    ),
    Column(
        name="in_leading_industry",
        zh="是否主导产业",
        en="in the leading industry",
        pattern=_FLAG,
        cast="boolean",
    ),
    Column(name="employees", zh="从业人员", en="employees", pattern=_COUNT, cast="integer"),
    Column(name="revenue", zh="营业收入", en="revenue", pattern=_AMOUNT, cast="numeric"),
    Column(
        name="total_assets",
        zh="资产总额",
        en="total assets",
        pattern=_AMOUNT,
        cast="numeric",
        required=False,
    ),
    Column(name="output", zh="产值", en="output", pattern=_AMOUNT, cast="numeric"),
    Column(name="rd_expense", zh="研发经费", en="R&D expense", pattern=_AMOUNT, cast="numeric"),
    Column(
        name="valid_invention_patents",
        zh="有效发明专利",
        en="valid invention patents",
        pattern=_COUNT,
        cast="integer",
    ),
    Column(
        name="uses_platform",
        zh="是否应用工业互联网平台",
        en="uses a platform",
        pattern=_FLAG,
        cast="boolean",
    ),
)
NAMES: Final = tuple(column.name for column in COLUMNS)


def require_head(names: Sequence[str]) -> None:
    """Refuse a file whose first row does not name exactly the columns, in whatever order."""
    if sorted(names) != sorted(NAMES):
        raise RosterHeadRefused(columns=", ".join(NAMES))


def require_hands_in(actor: Actor, report: Report) -> None:
    """Its institution, or a system with the scope; to everybody else it is as it is."""
    imports = actor.has("system") and IMPORTER in actor.scopes
    if imports or access.owns(actor, report):
        return
    raise Forbidden() if access.visible_to(actor, report) else NotFound()
