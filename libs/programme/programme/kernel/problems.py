"""Facts that cannot be taken: every problem at once, by JSON pointer, never with the value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactProblem:
    """One problem: where (pointers into the facts object), what in two languages, and a code."""

    pointers: tuple[str, ...]
    zh: str
    en: str
    code: str


class FactsRefused(ValueError):
    """The facts cannot be checked; `problems` names every one."""

    def __init__(self, problems: tuple[FactProblem, ...]) -> None:
        self.problems = problems
        super().__init__(", ".join(sorted({problem.code for problem in problems})))


class InvalidFacts(FactsRefused):
    """Something is malformed, unknown or out of bounds; contradictions are listed with it."""


class ContradictoryFacts(FactsRefused):
    """Every figure is well formed, but a part is larger than its whole."""
