"""The district recommends a list of applications in one act: all of them, or none."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from common.database import Transaction
from common.errors import FieldError, Forbidden, Refusal
from intake.domain import access
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.application_lifecycle import DISTRICT
from intake.domain.review import Recommendation
from intake.store import applications, recommendations
from intake.usecases.recommend_application import recommend_application


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One application of the list, in the version that was seen."""

    application: str
    etag: str
    recommendation: Recommendation


async def recommend_list(
    tx: Transaction, content: Callable[[], Sequence[Listed]]
) -> list[tuple[Application, Act]]:
    """Recommend each in its turn; the first refusal names its item and takes all back (art. 9)."""
    if not tx.actor.has(*DISTRICT):
        raise Forbidden()
    items = content()
    await _take_turns(tx, items)
    done = []
    for index, item in enumerate(items):
        with _at_item(index):
            done.append(await _recommended(tx, item))
    return done


async def _take_turns(tx: Transaction, items: Sequence[Listed]) -> None:
    # Two lists over several rounds take their turns in one order, so neither waits for the other.
    cases = {}
    for index, item in enumerate(items):
        with _at_item(index):
            case = await applications.load(tx, item.application)
            if not access.acts_on(tx.actor, case):
                raise Forbidden()
        cases[case.round_id] = case
    for round_id in sorted(cases):
        await recommendations.take_turn(tx, cases[round_id])


async def _recommended(tx: Transaction, item: Listed) -> tuple[Application, Act]:
    return await recommend_application(
        tx, item.application, if_match=item.etag, content=lambda: item.recommendation
    )


@contextmanager
def _at_item(index: int) -> Iterator[None]:
    """Let a refusal name the item of the list that it is about."""
    place = f"/items/{index}"
    try:
        yield
    except Refusal as refused:
        own = refused.errors or (FieldError("", refused.code, refused.explained()),)
        refused.errors = tuple(
            FieldError(f"{place}{error.pointer}", error.code, error.detail) for error in own
        )
        raise
