"""What would have to change: the smallest change of each single figure that turns a criterion.

Found by bisection on the grid of filing, with the exact predicate itself: no inverse formulas.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from programme.kernel.criteria import decide_criterion
from programme.kernel.deciding import filed_figure
from programme.kernel.facts import Facts, Ref, parts_above_wholes
from programme.kernel.verdict import Change, CriterionResult
from programme.standards import measures
from programme.standards.standard import Input, Standard

_TURNED = ("met", "needs_judgment")
_OUT_OF_REACH = (measures.WorstChange, measures.MeanGrowth)


def changes_to_pass(
    result: CriterionResult, facts: Facts, standard: Standard
) -> tuple[Change, ...]:
    """The changes, none where no single figure can turn the criterion.

    A figure is moved both ways within its bounds; a measure it does not move one way (a middle
    year) gets no proposal.
    """
    changes = []
    for ref in _figures(result):
        needed = _needed(ref, result, facts, standard)
        if needed is None:
            continue
        moved = _with(facts, ref, needed)
        # A change that only contradicts another figure is no way to pass.
        if not parts_above_wholes(moved.figures, standard):
            figure = filed_figure(ref, facts, standard)
            broken = tuple(sorted(_failing(moved, standard) - _failing(facts, standard)))
            changes.append(Change(figure=figure, needed=needed, would_break=broken))
    return tuple(changes)


def _figures(result: CriterionResult) -> Iterator[Ref]:
    seen: set[Ref] = set()
    for test in result.tests:
        for item in test.figures if test.outcome == "not_met" else ():
            movable = item.filed is not None and not isinstance(test.test.measure, _OUT_OF_REACH)
            if movable and item.ref not in seen:
                seen.add(item.ref)
                yield item.ref


def _needed(ref: Ref, result: CriterionResult, facts: Facts, standard: Standard) -> Fraction | None:
    entry, filed = standard.inputs[ref.name], facts.figures[ref]

    def turns(steps: int) -> bool:
        moved = _with(facts, ref, filed + steps * entry.step)
        return decide_criterion(result.criterion, moved, standard).outcome in _TURNED

    up = _fewest(turns, limit=_steps(entry, filed, entry.high), sign=1)
    down = _fewest(turns, limit=_steps(entry, filed, entry.low), sign=-1)
    found = [steps for steps in (up, down) if steps is not None]
    return filed + min(found, key=abs) * entry.step if found else None


def _steps(entry: Input, filed: Fraction, bound: Fraction) -> int:
    steps = abs(bound - filed) / entry.step
    return steps.numerator // steps.denominator


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


def _with(facts: Facts, ref: Ref, figure: Fraction) -> Facts:
    return replace(facts, figures={**facts.figures, ref: figure})


def _failing(facts: Facts, standard: Standard) -> set[str]:
    results = (decide_criterion(item, facts, standard) for item in standard.criteria)
    return {result.id for result in results if result.outcome == "not_met"}
