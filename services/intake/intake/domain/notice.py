"""A notice to the applicant on paper: its content is frozen with the act that it tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from common.canonical import canonical_bytes, sha256_hex
from common.clock import legal_day
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.application_refusals import ACCEPTANCE, REVIEW
from intake.domain.places import place_named
from intake.domain.round import Round
from intake.domain.version import Version
from programme.forms.tables import load_form
from programme.jurisdictions import jurisdiction

NoticeKind = Literal["correction", "acceptance", "refusal", "non_recommendation"]
# The acts of the district that the applicant is given on paper.
KIND_OF: Final[Mapping[str, NoticeKind]] = {
    "request_correction": "correction",
    "accept": "acceptance",
    "reject": "refusal",
    "not_recommend": "non_recommendation",
}
_SHORT: Final = ("not_met", "soft_miss", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One numbered notice; nothing of it is ever changed."""

    number: str
    application_id: UUID
    act_id: UUID
    kind: NoticeKind
    at: datetime
    canonical: str
    sha256: str


def notice_on(
    act: Act, *, nth: int, case: Application, in_round: Round, version: Version
) -> Notice:
    """The nth notice of a case, with all its words: facts, clause, reasons, date, remedies."""
    kind = KIND_OF[act.act]
    number = f"{case.number}-{nth:02d}"
    content = {
        "format": "notice/1",
        "number": number,
        "kind": kind,
        "issued_at": act.at.astimezone(UTC).isoformat(),
        "issued_on": legal_day(act.at).isoformat(),
        "district": jurisdiction(case.district).name_zh,
        "round": {"notice_number": in_round.notice_number, "year": in_round.year},
        "application": _application(case, version),
        **_stated(act, version),
    }
    if kind == "non_recommendation":
        content["criteria"] = [_line(line) for line in version.precheck["criteria"] if _short(line)]
    return Notice(
        number=number,
        application_id=case.id,
        act_id=act.id,
        kind=kind,
        at=act.at,
        canonical=canonical_bytes(content).decode(),
        sha256=sha256_hex(content),
    )


def _application(case: Application, version: Version) -> dict[str, Any]:
    applicant = version.content["sections"]["applicant"]
    return {
        "number": case.number,
        "form": load_form("application").zh,
        "cluster_name": case.cluster_name,
        "institution_code": case.institution_code,
        "institution_name": applicant["operating_institution_name"],
        "version": version.number,
        "sha256": version.sha256,
        "received_at": version.received_at.astimezone(UTC).isoformat(),
    }


def _stated(act: Act, version: Version) -> dict[str, Any]:
    """What the act says, in the words of the paper."""
    given = act.content
    remedies = given.get("remedies") or {}
    return {
        "clauses": list(given.get("clauses", ())) or [_basis(act)],
        "reasons": given.get("reasons", ""),
        "ground": given.get("ground"),
        "remark": given.get("remark", ""),
        "due_on": given.get("due_on"),
        "items": [_item(item, version) for item in given.get("items", ())],
        "remedies": remedies.get("zh", ""),
        "remedies_clause": remedies.get("clause", ""),
    }


def _basis(act: Act) -> str:
    return ACCEPTANCE if act.act == "accept" else REVIEW


def _item(item: Mapping[str, Any], version: Version) -> dict[str, str]:
    held = {document["id"]: document["name"] for document in version.content["documents"]}
    return {
        "place": place_named(item["pointer"], held),
        "reason": item["reason"],
        "clause": item["clause"],
    }


def _short(line: Mapping[str, Any]) -> bool:
    return line["outcome"] in _SHORT


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    names = ("id", "outcome", "clause", "quote")
    return {name: line[name] for name in names}
