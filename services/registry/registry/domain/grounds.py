"""The grounds for revocation (art. 17) and how a case runs, as types; their data is in `terms`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from registry.domain.refusals import LimbNotNamed, UnknownGround

EFFECTS: Final = ("forward", "back_to_designation", "after_validity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limb:
    """One half of a ground, and from which day a revocation for it may take effect."""

    id: str
    zh: str
    en: str
    effect: str

    def earliest_effect(self, *, decided_on: date, designated_on: date, last_day: date) -> date:
        """The first day from which a revocation may have effect: only false filing reaches back."""
        if self.effect == "back_to_designation":
            return designated_on
        if self.effect == "after_validity":
            return max(decided_on, last_day + timedelta(days=1))
        return decided_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One of the grounds of art. 17, with its clause and words."""

    id: str
    clause: str
    zh: str
    en: str
    limbs: tuple[Limb, ...]

    def limb(self, name: str | None) -> Limb:
        """The limb of that name; a case must name the half it relies on."""
        for limb in self.limbs:
            if limb.id == name:
                return limb
        raise LimbNotNamed(limbs="、".join(limb.id for limb in self.limbs), clause=self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The settings of notices and of a revocation case."""

    answer_working_days: int
    first_day_counts: bool
    decider_took_no_part: bool
    effect_within_days: int
    recorded_within_working_days: int


def ground_of(grounds: Iterable[Ground], name: str) -> Ground:
    """The ground with an id such as `17(3)`; raises `UnknownGround`."""
    for ground in grounds:
        if ground.id == name:
            return ground
    raise UnknownGround()
