"""What would have to change: the smallest change of each single figure that turns a criterion.

Found by bisection on the grid of filing, with the exact predicate itself: no inverse formulas.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from programme.kernel.compiled import Compiled, compiled
from programme.kernel.deciding import filed_figure
from programme.kernel.facts import Facts, Ref
from programme.kernel.leaves import Row
from programme.kernel.verdict import Change, CriterionOutcome, CriterionResult, TestResult
from programme.standards import measures
from programme.standards.standard import Standard

# One that only a person can meet is out of reach; one that a machine found not met is turned as
# soon as it goes to a person.
_TURNED: dict[CriterionOutcome, tuple[CriterionOutcome, ...]] = {
    "not_met": ("met", "needs_judgment"),
    "soft_miss": ("met",),
    "needs_judgment": ("met",),
}


def changes_to_pass(
    result: CriterionResult, facts: Facts, standard: Standard
) -> tuple[Change, ...]:
    """The changes, none where no single figure can turn the criterion.

    A figure is moved both ways within its bounds, and never so far that it contradicts another; a
    year in the middle, which moves its measure both ways, gets no proposal.
    """
    if result.outcome not in _TURNED:
        return ()
    of = compiled(standard)
    row = of.row_of(facts)
    before = of.decide(row)
    changes = []
    for ref in _figures(result):
        steps = _steps(ref, result, facts, row, of)
        if steps is not None:
            moved = _moved(row, of.places[ref], steps)
            entry = standard.inputs[ref.name]
            change = Change(
                figure=filed_figure(ref, facts, standard),
                needed=facts.figures[ref] + steps * entry.step,
                would_break=_broken(of.ids, before, of.decide(moved)),
            )
            changes.append(change)
    return tuple(changes)


def _figures(result: CriterionResult) -> Iterator[Ref]:
    """The figures of the tests that are not met, each once."""
    yield from dict.fromkeys(
        item.ref
        for test in result.tests
        if test.outcome == "not_met"
        for item in test.figures
        if item.filed is not None and not _in_the_middle(item.ref, test)
    )


def _in_the_middle(ref: Ref, test: TestResult) -> bool:
    measure = test.test.measure
    if not isinstance(measure, measures.WorstChange | measures.MeanGrowth):
        return False
    return ref.offset not in {measure.years[0], measure.years[-1]}


def _steps(ref: Ref, result: CriterionResult, facts: Facts, row: Row, of: Compiled) -> int | None:
    """The fewest steps on the grid of filing that turn the criterion, up or down."""
    place, wanted = of.places[ref], _TURNED[result.outcome]

    def turns(steps: int) -> bool:
        return of.outcome(result.id, _moved(row, place, steps)) in wanted

    low, high = _room(ref, facts, of.standard)
    up = _fewest(turns, limit=high, sign=1)
    down = _fewest(turns, limit=low, sign=-1)
    return min((steps for steps in (up, down) if steps is not None), key=abs, default=None)


def _room(ref: Ref, facts: Facts, standard: Standard) -> tuple[int, int]:
    """How many steps down and up there are: a part cannot exceed its whole."""
    entry, filed = standard.inputs[ref.name], facts.figures[ref]
    parts = [Ref(pair.part, ref.offset) for pair in standard.wholes if pair.whole == ref.name]
    wholes = [Ref(pair.whole, ref.offset) for pair in standard.wholes if pair.part == ref.name]
    low = max([entry.low, *_known(parts, facts)])
    high = min([entry.high, *_known(wholes, facts)])
    return int((filed - low) / entry.step), int((high - filed) / entry.step)


def _known(refs: list[Ref], facts: Facts) -> list[Fraction]:
    return [facts.figures[ref] for ref in refs if ref in facts.figures]


def _fewest(turns: Callable[[int], bool], *, limit: int, sign: int) -> int | None:
    """The fewest steps in one direction that turn it; the predicate flips at most once.

    A bound of zero may decide nothing (a division by it), so one step before it is tried too.
    """
    ends = (steps for steps in (limit, limit - 1) if steps > 0 and turns(sign * steps))
    high = next(ends, None)
    if high is None:
        return None
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if turns(sign * middle) else (middle, high)
    return sign * high


def _moved(row: Row, place: int, steps: int) -> Row:
    return (*row[:place], row[place] + steps, *row[place + 1 :])


def _broken(
    ids: tuple[str, ...],
    before: tuple[CriterionOutcome, ...],
    after: tuple[CriterionOutcome, ...],
) -> tuple[str, ...]:
    """What was met and no longer is, or is newly found not met."""
    broken = [
        name
        for name, old, new in zip(ids, before, after, strict=True)
        if old != new and (old == "met" or new == "not_met")
    ]
    return tuple(sorted(broken))
