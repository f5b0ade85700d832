"""What a file of the register holds: of which moment, which columns, and how a row is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Told = Mapping[str, Any]

# As `api.register_models.PublicFacts` has them, and the standing on the day of the file.
FIELDS: Final = (
    "number",
    "name",
    "standing",
    "district",
    "leading_industry",
    "territory",
    "institution",
    "periods",
    "revocations",
    "set_asides",
    "plan_targets",
    "notice_number",
    "official_address",
    "published_on",
)
# The columns of a table, with the heading that people read.
COLUMNS: Final[Mapping[str, str]] = {
    "number": "集群编号",
    "name": "集群名称",
    "standing": "认定效力",
    "district": "区代码",
    "leading_industry": "主导产业",
    "territory": "地域范围",
    "institution_code": "运营管理机构统一社会信用代码",
    "institution_name": "运营管理机构",
    "first_day": "有效期起",
    "last_day": "有效期止",
    "revoked_on": "撤销生效日",
    "notice_number": "公示编号",
    "official_address": "公布网址",
    "published_on": "公布日期",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Of which moment a file is: the legal day, and the last change of the register in it."""

    day: date
    change: int


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the register as a JSON file has it."""
    institution = {"code": row["institution_code"], "name": row["institution_name"]}
    return {name: institution if name == "institution" else row[name] for name in FIELDS}


def cells(row: Mapping[str, Any], moment: Moment) -> list[str]:
    """A row of the register as a line of a table, each cell as text."""
    period = _period(row["periods"], moment.day.isoformat())
    computed = {
        "first_day": period["first_day"],
        "last_day": period["last_day"],
        "revoked_on": _revoked_on(row, moment.day.isoformat()),
    }
    values = (computed.get(name, row.get(name)) for name in COLUMNS)
    return ["" if value is None else str(value) for value in values]


def _period(periods: Sequence[Told], day: str) -> Told:
    # The one that the day lies in, or the last that has begun; days in ISO order as text.
    begun = [period for period in periods if period["first_day"] <= day]
    return begun[-1] if begun else periods[0]


def _revoked_on(row: Told, day: str) -> str | None:
    days = [each["effective_on"] for each in row["revocations"] if each["effective_on"] <= day]
    return max(days) if row["standing"] == "revoked" else None
