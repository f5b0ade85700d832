"""What a change filing states, held against the register: what it may state, and the difference."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from common.contracts.cluster import ChangedFigure
from registry.domain.change_filing import Change, ChangeFiling, Kind
from registry.domain.change_filing_refusals import (
    ChangeNotStated,
    ChangeWithoutDifference,
    FigureStatedTwice,
    NotHappenedYet,
)
from registry.domain.cluster import Cluster

# Another change has no fact of the register that it must touch: it is told in words.
TOLD: Final = "description"
STATES: Final[Mapping[Kind, tuple[str, ...]]] = {
    "leading_industry": ("leading_industry",),
    "territory": ("territory",),
    "operating_institution": ("institution_code", "institution_name"),
    "other": (TOLD,),
}
MAY_STATE: Final[Mapping[Kind, tuple[str, ...]]] = {"other": ("name",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact before and after a change."""

    fact: str
    before: str | None
    after: str


def held_against(change: Change, cluster: Cluster, *, today: date) -> dict[str, str | None]:
    """What the register shows of the facts that a change states; refuses one that states none."""
    if change.happened_on > today:
        raise NotHappenedYet(today=today.isoformat())
    _require_stated(change)
    _require_once(change.figures)
    before = {fact: getattr(cluster, fact, None) for fact in change.after}
    if before == change.after:
        raise ChangeWithoutDifference()
    return before


def of_the_register(filing: ChangeFiling) -> dict[str, str]:
    """The facts of the register that a filing changes."""
    return {fact: value for fact, value in filing.after.items() if fact != TOLD}


def holds_from(filing: ChangeFiling, cluster: Cluster) -> date:
    """The day from which the register says so: it says nothing of days before the designation."""
    return max(filing.happened_on, cluster.published_on)


def differences(filing: ChangeFiling) -> tuple[Difference, ...]:
    """Each fact before and after the change."""
    return tuple(
        Difference(fact=fact, before=filing.before.get(fact), after=value)
        for fact, value in filing.after.items()
    )


def _require_stated(change: Change) -> None:
    wanted, given = set(STATES[change.kind]), set(change.after)
    if not wanted <= given <= wanted | set(MAY_STATE.get(change.kind, ())):
        raise ChangeNotStated(wanted="、".join(STATES[change.kind]))


def _require_once(figures: Iterable[ChangedFigure]) -> None:
    stated = Counter((figure.name, figure.year) for figure in figures)
    twice = sorted({name for (name, _), count in stated.items() if count > 1})
    if twice:
        raise FigureStatedTwice(figures="、".join(twice))
