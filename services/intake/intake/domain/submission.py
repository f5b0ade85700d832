"""Freezing a version: its facts are taken and checked, its bytes hashed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from common.canonical import canonical_bytes
from common.clock import legal_day
from common.errors import FieldError, Text
from intake.domain.application import Application, Sections
from intake.domain.application_refusals import CorrectionLate, FactsContradict
from intake.domain.document import Document
from intake.domain.round import Round, require_window
from intake.domain.version import Version
from programme.forms.facts_of import facts_of
from programme.kernel.check import check
from programme.kernel.facts import Facts, parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.kernel.verdict import CriterionOutcome
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What an institution sends in, and when and from whom it was received."""

    case: Application
    in_round: Round
    standard: Standard
    sections: Sections
    documents: Sequence[Document]
    received_at: datetime
    received_from: str


def require_in_time(case: Application, in_round: Round, *, received_at: datetime) -> None:
    """Refuse a filing out of time: the round's window at first, then the correction's due day."""
    if not case.filed_before:
        require_window(in_round, received_at=received_at)
    elif case.correction_due_on and legal_day(received_at) > case.correction_due_on:
        raise CorrectionLate(due_on=case.correction_due_on.isoformat())


def freeze(filing: Filing) -> Version:
    """Version n of a complete filing; raises `FactsContradict`, naming every figure concerned."""
    facts = facts_of(
        filing.sections,
        filing.in_round.base_year,
        submitted_on=legal_day(filing.received_at),
    )
    canonical = canonical_bytes(_content(filing, facts))
    return Version(
        application_id=filing.case.id,
        number=filing.case.submissions + 1,
        received_at=filing.received_at,
        received_from=filing.received_from,
        canonical=canonical.decode(),
        sha256=hashlib.sha256(canonical).hexdigest(),
        facts=facts,
        precheck=precheck(facts, filing.in_round, filing.standard),
    )


def facts_filed(sections: Sections, in_round: Round, *, on: datetime) -> dict[str, Any]:
    """The facts that sections state on the legal day of an instant."""
    return facts_of(sections, in_round.base_year, submitted_on=legal_day(on))


def precheck(facts: Mapping[str, Any], in_round: Round, standard: Standard) -> dict[str, Any]:
    """The verdict on facts under the standard the round pinned."""
    return as_json(check(standard, _parsed(facts, in_round, standard)))


def outcomes(
    facts: Mapping[str, Any], in_round: Round, standard: Standard
) -> dict[str, CriterionOutcome]:
    """The outcome of each criterion, without what would have to change: a tenth of the time."""
    verdict = check(standard, _parsed(facts, in_round, standard), changes=False)
    return {result.id: result.outcome for result in verdict.criteria}


def _parsed(facts: Mapping[str, Any], in_round: Round, standard: Standard) -> Facts:
    try:
        return parse_facts(facts, standard, in_round.year, base_year=in_round.base_year)
    except FactsRefused as refused:
        raise FactsContradict(errors=_problems(refused)) from refused


def _problems(refused: FactsRefused) -> list[FieldError]:
    return [
        FieldError(pointer, problem.code, Text(problem.zh, problem.en))
        for problem in refused.problems
        for pointer in problem.pointers
    ]


def _content(filing: Filing, facts: Mapping[str, Any]) -> dict[str, Any]:
    case, of = filing.case, filing.in_round
    return {
        "application": case.number,
        "version": case.submissions + 1,
        "kind": case.kind,
        "round": {"number": of.number, "year": of.year, "base_year": of.base_year},
        "standard": {"id": of.standard.id, "sha256": of.standard.sha256},
        "district": case.district,
        "institution_code": case.institution_code,
        "received_at": filing.received_at.astimezone(UTC).isoformat(),
        # Whose declaration is frozen here: the account beside the signer that the sections name.
        "received_from": filing.received_from,
        "sections": dict(filing.sections),
        "documents": [dict(document.described()) for document in filing.documents],
        "facts": dict(facts),
    }
