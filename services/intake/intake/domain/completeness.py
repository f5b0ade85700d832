"""Whether an application is complete: fields, declarations, documents; doubts are warnings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from common.clock import legal_day
from common.errors import Text
from intake.domain.application import Application, Sections
from intake.domain.application_refusals import FactsContradict, Incomplete
from intake.domain.document import Document
from intake.domain.form_gaps import form_gaps, section_gaps
from intake.domain.gap import Gap, gap
from intake.domain.roster_gaps import roster_gaps
from intake.domain.roster_tally import tally
from intake.domain.round import Round
from intake.domain.submission import facts_filed, outcomes
from intake.domain.target_completion import target_gaps
from intake.terms.reading import roster_terms
from programme.credit_code import check_credit_code
from programme.forms.tables import load_form
from programme.standards.standard import Standard

LISTED_AT_MOST: Final = 200
_SIGNED: Final = ("truth_and_completeness", "public_notice_acknowledged")

NO_RENEWAL: Final = Text(
    "认定申报没有复核情况。", "An application for designation has no such section."
)
NOT_SIGNED: Final = Text("须作出此项声明。", "This has to be declared.")
OTHER_INSTITUTION: Final = Text(
    "统一社会信用代码与登录的机构不符。", "The credit code is not that of the caller's institution."
)
OTHER_DISTRICT: Final = Text(
    "所在区与立案时所填不符。", "The district is not the one the application was begun for."
)
CHECK_DIGIT: Final = Text(
    "统一社会信用代码校验位不符，请核对；如无误，可附证明。",
    "The check digit of the credit code does not agree; check it, or confirm it with proof.",
)
NO_CONTENT: Final = Text("材料尚未上传。", "The document has not been uploaded.")
INFECTED: Final = Text(
    "病毒扫描发现问题，请更换文件。", "The virus scanner found something: replace the file."
)
AREA_REASON: Final = Text(
    "占地面积超过一般要求，须说明理由。", "The area is over the usual limit: give the reason."
)


def gaps(
    sections: Sections,
    documents: Sequence[Document],
    case: Application,
    in_round: Round,
    *,
    standard: Standard,
    at: datetime | None = None,
) -> list[Gap]:
    """Everything that is missing or doubtful, each with its clause; titles are held to a day."""
    form = load_form("application")
    return [
        *form_gaps(form, sections, base_year=in_round.base_year),
        *_renewal_gaps(sections, case, in_round),
        *_identity_gaps(sections, case),
        *_declaration_gaps(sections),
        *_area_gaps(sections, case, in_round, standard),
        *_document_gaps(documents, in_round),
        *_code_warnings(sections),
        *_roster_gaps(sections, in_round, on=legal_day(at or case.changed_at)),
    ]


def require_complete(
    sections: Sections,
    documents: Sequence[Document],
    case: Application,
    in_round: Round,
    *,
    standard: Standard,
) -> None:
    """Refuse a filing with blocking gaps, naming each with its clause (art. 9)."""
    found = gaps(sections, documents, case, in_round, standard=standard)
    blocking = [one for one in found if one.blocks]
    if blocking:
        errors = [one.as_error() for one in blocking[:LISTED_AT_MOST]]
        raise Incomplete(count=len(blocking), errors=errors)


def _roster_gaps(sections: Sections, in_round: Round, *, on: date) -> Iterator[Gap]:
    terms = roster_terms()
    counted = tally(sections.get("roster") or (), terms, on=on)
    yield from roster_gaps(sections, terms, counted, base_year=in_round.base_year, on=on)


def _renewal_gaps(sections: Sections, case: Application, in_round: Round) -> Iterator[Gap]:
    if case.kind == "renewal":
        asked = load_form("renewal").sections
        yield from section_gaps(asked, sections, base_year=in_round.base_year)
        yield from target_gaps(sections)
    elif sections.get("renewal") is not None:
        yield gap("/renewal", "not_of_this_kind", NO_RENEWAL, clause="第十五条")


def _identity_gaps(sections: Sections, case: Application) -> Iterator[Gap]:
    code = sections.get("applicant", {}).get("uscc")
    if code not in (None, case.institution_code):
        yield gap("/applicant/uscc", "other_institution", OTHER_INSTITUTION, clause="第八条")
    district = sections.get("header", {}).get("district_code")
    if district not in (None, case.district):
        yield gap("/header/district_code", "other_district", OTHER_DISTRICT, clause="第八条")


def _declaration_gaps(sections: Sections) -> Iterator[Gap]:
    declared = sections.get("declarations") or {}
    for name in _SIGNED:
        if declared.get(name) is False:
            yield gap(f"/declarations/{name}", "not_declared", NOT_SIGNED, clause="第九条")


def _area_gaps(
    sections: Sections, case: Application, in_round: Round, standard: Standard
) -> Iterator[Gap]:
    territory = sections.get("territory") or {}
    if territory.get("area_exception_reason") or territory.get("land_area_km2") is None:
        return
    try:
        facts = facts_filed(sections, in_round, on=case.changed_at)
        found = outcomes(facts, in_round, standard)
    except FactsContradict:  # the submission itself names what contradicts
        return
    area = load_form("application").section("territory").field("area_exception_reason")
    if any(found[criterion] == "soft_miss" for criterion in area.criteria):
        yield gap("/territory/area_exception_reason", "missing", AREA_REASON, clause=area.clause)


def _document_gaps(documents: Sequence[Document], in_round: Round) -> Iterator[Gap]:
    names = {choice.value: choice for choice in load_form("application").document_kinds}
    held = {document.kind for document in documents if document.sha256}
    for kind in in_round.terms.required_documents:
        if kind not in held:
            words = Text(f"缺少材料：{names[kind].zh}。", f"Missing document: {names[kind].en}.")
            yield gap(f"/documents/{kind}", "document_missing", words, clause="第九条")
    for index, document in enumerate(documents):
        if document.sha256 is None:
            yield gap(f"/documents/{index}", "content_missing", NO_CONTENT, clause="第九条")
        elif document.scan == "infected":
            yield gap(f"/documents/{index}", "document_infected", INFECTED, clause="第九条")


def _code_warnings(sections: Sections) -> Iterator[Gap]:
    applicant: Mapping[str, Any] = sections.get("applicant") or {}
    coded = [("/applicant/uscc", applicant.get("uscc"))]
    for name in ("roster", "titles"):
        rows = enumerate(sections.get(name) or ())
        coded += [(f"/{name}/{index}/uscc", row.get("uscc")) for index, row in rows]
    for pointer, code in coded:
        if code is not None and not check_credit_code(code).check_digit_ok:
            yield gap(pointer, "check_digit", CHECK_DIGIT, clause="第九条", blocks=False)
