"""Drafting: what an application begins with, and how sections are replaced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.clock import legal_day
from common.contracts.case import ApplicationKind
from intake.domain.application import Application, Sections
from intake.domain.application_refusals import DistrictUnknown, OtherKind
from intake.domain.round import Round
from programme import jurisdictions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What an institution says when it begins."""

    round_id: UUID
    kind: ApplicationKind
    cluster_name: str
    district_code: str
    sections: Sections
    cluster_number: str | None = None


def require_acceptable(new: NewCase, in_round: Round, *, at: datetime) -> None:
    """Refuse an unknown district, or a kind the round does not take (art. 2, 7)."""
    development_area = in_round.terms.admits_development_area
    day = legal_day(at)
    if not jurisdictions.admitted(new.district_code, on=day, development_area=development_area):
        raise DistrictUnknown()
    if new.kind != in_round.kind:
        raise OtherKind()


def sections_of(new: NewCase) -> dict[str, Any]:
    """The first working copy: what is known already is not asked again."""
    known = {"cluster_name": new.cluster_name, "district_code": new.district_code}
    return {**new.sections, "header": {**known, **new.sections.get("header", {})}}


def merged(present: Mapping[str, Any], sent: Sections) -> dict[str, Any]:
    """The working copy with the sections that were sent in place of its own; null removes one."""
    both = {**present, **sent}
    return {name: section for name, section in both.items() if section is not None}


def name_of(case: Application, sections: Sections) -> str:
    """The cluster's name as filed; a renewal's is the register's, until a change is recorded."""
    return case.cluster_name if case.kind == "renewal" else named_in(sections) or case.cluster_name


def named_in(sections: Sections) -> str | None:
    """The cluster's name in the header, if it is given."""
    name: str | None = sections.get("header", {}).get("cluster_name")
    return name
