"""A standard compiled once: the outcomes of its numeric criteria from one row of filed integers.

The definition stays in fractions (`criteria.decide_criterion`). This is the same answer without a
trace, and whatever integers alone do not decide, a missing figure or a zero denominator, is handed
to the definition.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from programme.kernel.criteria import combined, decide_criterion, under_force
from programme.kernel.enclosure import refs_of
from programme.kernel.facts import Facts, Ref
from programme.kernel.leaves import Leaf, Open, Row, leaf_of
from programme.kernel.verdict import CriterionOutcome
from programme.standards.standard import Combine, Criterion, Standard

Decider = Callable[[Row], CriterionOutcome]
_ANY_YEAR: Final = 0


class Compiled:
    """The numeric criteria of a standard, by `ids`, over rows as `row_of` makes them.

    A row holds a figure as the integer it is on its grid of filing (405000.00 as 40500000), a
    flag, or a word, in the order of `columns`; `None` is not known.
    """

    def __init__(self, standard: Standard) -> None:
        numeric = [criterion for criterion in standard.criteria if criterion.tests]
        self.standard = standard
        self.ids = tuple(criterion.id for criterion in numeric)
        self.columns = _columns(numeric, standard)
        self._scales = tuple(_scale(column, standard) for column in self.columns)
        self.places = {column: place for place, column in enumerate(self.columns)}
        self._numeric = dict(zip(self.ids, numeric, strict=True))
        self._settled = {
            criterion.id: _settled(criterion, self.places, standard) for criterion in numeric
        }
        self._in_order = tuple(self._settled.values())

    def decide(self, row: Row) -> tuple[CriterionOutcome, ...]:
        """The outcome of each numeric criterion, in the order of `ids`."""
        try:
            return tuple([settled(row) for settled in self._in_order])
        except (Open, TypeError):
            return tuple([self.outcome(criterion_id, row) for criterion_id in self.ids])

    def outcome(self, criterion_id: str, row: Row) -> CriterionOutcome:
        """The outcome of one numeric criterion."""
        try:
            return self._settled[criterion_id](row)
        except (Open, TypeError):
            criterion = self._numeric[criterion_id]
            return decide_criterion(criterion, self.facts_of(row), self.standard).outcome

    def row_of(self, facts: Facts) -> Row:
        """The row of parsed facts."""
        return tuple(
            _filed(column, scale, facts)
            for column, scale in zip(self.columns, self._scales, strict=True)
        )

    def facts_of(self, row: Row) -> Facts:
        """The facts of a row, of no particular year."""
        figures: dict[Ref, Fraction] = {}
        others: dict[str, bool | str] = {}
        for column, scale, value in zip(self.columns, self._scales, row, strict=True):
            if value is None:
                continue
            if isinstance(column, Ref):
                figures[column] = Fraction(value, scale)
            else:
                others[column] = value
        flags = {name: value for name, value in others.items() if isinstance(value, bool)}
        words = {name: value for name, value in others.items() if isinstance(value, str)}
        return Facts(_ANY_YEAR, _ANY_YEAR, figures, flags, words)


@lru_cache(maxsize=64)
def compiled(standard: Standard) -> Compiled:
    """A standard compiled, once."""
    return Compiled(standard)


def _settled(criterion: Criterion, places: Mapping[Ref | str, int], standard: Standard) -> Decider:
    """What a criterion comes to while every figure and its flag are known."""
    leaves = [
        leaf_of(
            test,
            places,
            standard.inputs,
            answers=(under_force("met", test.force), under_force("not_met", test.force)),
        )
        for test in criterion.tests
    ]
    decide = leaves[0] if len(leaves) == 1 else _joined(criterion.combine, leaves)
    if criterion.applies_when is None:
        return decide
    flag = places[criterion.applies_when]

    def if_it_applies(row: Row) -> CriterionOutcome:
        applies = row[flag]
        if applies:
            outcome: CriterionOutcome = decide(row)
            return outcome
        return "unknown" if applies is None else "not_applicable"

    return if_it_applies


def _joined(combine: Combine, leaves: Sequence[Leaf]) -> Decider:
    return lambda row: combined(combine, [leaf(row) for leaf in leaves])


def _columns(numeric: list[Criterion], standard: Standard) -> tuple[Ref | str, ...]:
    """Every figure a test looks at, then every flag and choice, each once."""
    tests = [test for criterion in numeric for test in criterion.tests]
    refs = dict.fromkeys(ref for test in tests for ref in refs_of(test.measure))
    words = [name for name, entry in standard.inputs.items() if entry.kind in {"flag", "choice"}]
    return (*refs, *words)


def _scale(column: Ref | str, standard: Standard) -> int:
    return 10 ** standard.inputs[column.name].scale if isinstance(column, Ref) else 1


def _filed(column: Ref | str, scale: int, facts: Facts) -> int | bool | str | None:
    if not isinstance(column, Ref):
        return facts.flags.get(column, facts.words.get(column))
    figure = facts.figures.get(column)
    return None if figure is None else figure.numerator * (scale // figure.denominator)
