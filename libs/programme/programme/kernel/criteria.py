"""One criterion decided: whether it applies, its tests, and what they mean under its force."""

from collections.abc import Sequence
from functools import lru_cache

from programme.kernel.deciding import decide_test
from programme.kernel.facts import Facts
from programme.kernel.verdict import (
    CriterionOutcome,
    CriterionResult,
    TestOutcome,
    TestResult,
)
from programme.standards.standard import Combine, Criterion, Force, Standard

# The gravest first: one criterion not met decides, whatever the others are (art. 10).
_GRAVITY: tuple[CriterionOutcome, ...] = (
    "not_met",
    "unknown",
    "soft_miss",
    "needs_judgment",
    "met",
)
# For an "or" one limb is enough, and an open limb may still be the one.
_KINDNESS: tuple[CriterionOutcome, ...] = (
    "met",
    "needs_judgment",
    "unknown",
    "soft_miss",
    "not_met",
)


def decide_criterion(criterion: Criterion, facts: Facts, standard: Standard) -> CriterionResult:
    """One criterion; a judged one waits for a person, and one whose words are not held is open."""
    if criterion.force == "judged":
        return _for_a_person(criterion)
    if criterion.unheld:
        return CriterionResult(criterion=criterion, outcome="unknown")
    if criterion.applies_when is not None:
        applies = facts.flags.get(criterion.applies_when)
        if applies is None:
            return CriterionResult(
                criterion=criterion, outcome="unknown", missing_flag=criterion.applies_when
            )
        if not applies:
            return CriterionResult(criterion=criterion, outcome="not_applicable")
    tests = tuple([decide_test(test, facts, standard) for test in criterion.tests])
    return CriterionResult(criterion=criterion, outcome=_of_tests(criterion, tests), tests=tests)


@lru_cache(maxsize=4096)
def _for_a_person(criterion: Criterion) -> CriterionResult:
    return CriterionResult(criterion=criterion, outcome="needs_judgment")


def _of_tests(criterion: Criterion, tests: tuple[TestResult, ...]) -> CriterionOutcome:
    if len(tests) == 1:
        return under_force(tests[0].outcome, tests[0].test.force)
    outcomes = [under_force(test.outcome, test.test.force) for test in tests]
    return combined(criterion.combine, outcomes)


def combined(combine: Combine, outcomes: Sequence[CriterionOutcome]) -> CriterionOutcome:
    """One outcome of several limbs that must hold all, or of which any is enough."""
    if outcomes.count(outcomes[0]) == len(outcomes):
        return outcomes[0]
    order = _GRAVITY if combine == "all" else _KINDNESS
    for outcome in order:
        if outcome in outcomes:
            return outcome
    raise ValueError("there is no outcome to combine")


def under_force(outcome: TestOutcome, force: Force) -> CriterionOutcome:
    """What a test's outcome means under its force."""
    if force == "indicated":
        return "met" if outcome == "met" else "needs_judgment"
    if force == "soft" and outcome == "not_met":
        return "soft_miss"
    return outcome
