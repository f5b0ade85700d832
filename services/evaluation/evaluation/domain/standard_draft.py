"""A standard as the bureau sends it in: strict data, refused with the place; cases run first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from common.actor import Actor
from common.errors import FieldError, Text
from evaluation.domain.refusals import CasesFail, ExampleNotPublished, StandardNotWellFormed
from evaluation.domain.standard import Revision, StandardRecord
from programme.kernel.problems import FactsRefused
from programme.kernel.trial import failures
from programme.standards.cases import Case, read_cases
from programme.standards.loading import load_text
from programme.standards.standard import Standard
from programme.strict_toml import DataRefused

_PLACE: Final = Text("{place}：{reason}", "{place}: {reason}")
_NO_CASES: Final = Text(
    "没有案例；发布前须以案例试算。",
    "There are no cases, and a standard is tried before.",
)
_REVISION: Final = Text("修订号应为 {wanted}。", "The revision must be {wanted}.")
_UNKNOWN: Final = Text(
    "案例“{case}”提到标准中没有的条件。", "The case “{case}” names a criterion that is not there."
)
_FACTS: Final = Text("案例“{case}”的数据不能核验。", "The facts of the case “{case}” are refused.")
_OUTCOME: Final = Text("案例“{case}”：{told}", "{told}")

# What a document of the right syntax and the wrong shape can make the readers raise.
_SHAPELESS: Final = (AttributeError, LookupError, TypeError, ValueError, RecursionError)


def drafted(text: str, cases: str, *, actor: Actor, at: datetime) -> Revision:
    """The revision in two texts; refuses either with the place that is not well formed."""
    standard = _standard_of(text)
    _cases_of(cases)
    return Revision(
        standard=standard, text=text, cases=cases, drafted_by=actor.subject, drafted_at=at
    )


def require_next(draft: Revision, record: StandardRecord | None) -> None:
    """Refuse a revision number that does not follow: a text once kept is never replaced."""
    wanted = record.newest.number + 1 if record else 1
    if draft.number != wanted:
        told = _REVISION.filled({"wanted": wanted})
        raise StandardNotWellFormed(errors=[FieldError("/standard", "revision_not_next", told)])


def require_law(revision: Revision) -> None:
    """Refuse to publish what calls itself an example: it shows the format and is law nowhere."""
    if revision.standard.example:
        raise ExampleNotPublished(standard_id=revision.standard.id)


def require_cases_pass(revision: Revision) -> None:
    """Run every case of a revision; one that comes out otherwise refuses, with its place."""
    cases = _cases_of(revision.cases)
    wrong = [
        FieldError(f"/cases/{number}", "case_fails", told)
        for number, case in enumerate(cases)
        for told in _problems(revision.standard, case)
    ]
    if wrong:
        raise CasesFail(errors=wrong)


def _standard_of(text: str) -> Standard:
    try:
        return load_text(text, place="standard", seals={})
    except DataRefused as error:
        raise _refused("/standard", error.place, error.reason) from error
    except _SHAPELESS as error:
        raise _refused("/standard", "standard", type(error).__name__) from error


def _cases_of(text: str) -> tuple[Case, ...]:
    try:
        cases = read_cases(text, place="cases")
    except DataRefused as error:
        raise _refused("/cases", error.place, error.reason) from error
    except _SHAPELESS as error:
        raise _refused("/cases", "cases", type(error).__name__) from error
    if not cases:
        raise StandardNotWellFormed(errors=[FieldError("/cases", "no_cases", _NO_CASES)])
    return cases


def _refused(pointer: str, place: str, reason: str) -> StandardNotWellFormed:
    told = _PLACE.filled({"place": place, "reason": reason})
    return StandardNotWellFormed(errors=[FieldError(pointer, "not_well_formed", told)])


def _problems(standard: Standard, case: Case) -> Iterator[Text]:
    try:
        for told in failures(standard, [case]):
            yield _OUTCOME.filled({"case": case.name, "told": told})
    except FactsRefused:
        yield _FACTS.filled({"case": case.name})
    except KeyError:
        yield _UNKNOWN.filled({"case": case.name})
