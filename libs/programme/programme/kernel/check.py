"""The check: facts against every criterion of a standard."""

from programme.kernel.criteria import decide_criterion
from programme.kernel.facts import Facts
from programme.kernel.points import points_of
from programme.kernel.to_pass import changes_to_pass
from programme.kernel.verdict import CriterionResult, Outcome, Verdict
from programme.standards.standard import Standard


def check(
    standard: Standard,
    facts: Facts,
    application_year: int | None = None,
    *,
    changes: bool = True,
) -> Verdict:
    """The verdict on facts; exact, repeatable, and never a conclusion on designation.

    `changes` also looks for what would have to change, which takes ten times as long. Raises
    `ValueError` if the facts were parsed for another application year.
    """
    if application_year not in (None, facts.application_year):
        raise ValueError("the facts were parsed for another application year")
    results = tuple([decide_criterion(item, facts, standard) for item in standard.criteria])
    if changes:
        results = tuple(_with_changes(result, facts, standard) for result in results)
    return Verdict(
        standard=standard,
        application_year=facts.application_year,
        base_year=facts.base_year,
        outcome=overall(results),
        criteria=results,
        points=points_of(standard, facts),
    )


def overall(results: tuple[CriterionResult, ...]) -> Outcome:
    """Not met if any criterion is; else unknown if a computed one is; else a person judges."""
    outcomes = {result.outcome for result in results}
    if "not_met" in outcomes:
        return "not_met"
    if "unknown" in outcomes and any(
        result.outcome == "unknown" and result.force == "computed" for result in results
    ):
        return "unknown"
    return "met" if outcomes <= {"met", "not_applicable"} else "needs_judgment"


def _with_changes(result: CriterionResult, facts: Facts, standard: Standard) -> CriterionResult:
    changes = changes_to_pass(result, facts, standard) if result.tests else ()
    return result._replace(to_pass=changes) if changes else result
