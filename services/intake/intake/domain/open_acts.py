"""What an actor can do to an application now: the lifecycle's acts, less those refused anyway."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from common.actor import Actor
from common.errors import Refusal
from intake.domain import access
from intake.domain.application import Application
from intake.domain.application_lifecycle import APPLICATION
from intake.domain.forwarding import is_for
from intake.domain.review import (
    require_correction_over,
    require_new_version,
    require_timely,
    require_withdrawable,
)
from intake.domain.round import Round
from intake.domain.submission import require_in_time

Condition = Callable[[Application, Round, datetime], None]


def _submittable(case: Application, in_round: Round, at: datetime) -> None:
    require_in_time(case, in_round, received_at=at)


def _recommendable(case: Application, in_round: Round, at: datetime) -> None:
    require_timely(case, in_round, at=at)
    require_new_version(case)


def _forwardable(case: Application, _in_round: Round, at: datetime) -> None:
    require_correction_over(case, at=at)
    require_new_version(case)


def _endable(case: Application, _in_round: Round, at: datetime) -> None:
    require_correction_over(case, at=at)


def _withdrawable(case: Application, _in_round: Round, _at: datetime) -> None:
    require_withdrawable(case)


_CONDITIONS: Final[Mapping[str, Condition]] = {
    "submit": _submittable,
    "recommend": _recommendable,
    "reject": _endable,
    "not_recommend": _endable,
    "forward": _forwardable,
    "withdraw": _withdrawable,
}


def open_acts(case: Application, in_round: Round, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    """The acts that are open to the actor and not bound to be refused for time or place."""
    if not access.acts_on(actor, case):
        return ()
    acts = APPLICATION.allowed(case.place, actor)
    return tuple(act for act in acts if is_for(act, case) and _possible(act, case, in_round, at))


def _possible(act: str, case: Application, in_round: Round, at: datetime) -> bool:
    condition = _CONDITIONS.get(act)
    if condition is None:
        return True
    try:
        condition(case, in_round, at)
    except Refusal:
        return False
    return True
