"""Is a designation valid? Many numbers at once, for systems that rely on it."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import Body, Response

from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Running
from common.http.problems import LIMITED, documented
from common.http.validation import StrictModel
from registry.api.readers import Register
from registry.api.register_models import ValidationsAsked
from registry.domain.cluster import Cluster, Standing, Validity
from registry.store.register_lookups import by_numbers

routes = router(tag="register")
UNCACHED: Final = "no-store"


class Validation(StrictModel):
    """The standing of one number, with the period that the day lies in, or the last one."""

    number: str
    standing: Standing | Literal["unknown"]
    name: str | None = None
    first_day: date | None = None
    last_day: date | None = None


class Validations(StrictModel):
    """One answer for each number asked, in the order of the question."""

    as_of: date
    items: list[Validation]


@routes.post(
    "/validations",
    response_model=Validations,
    responses=documented(LIMITED),
    name="validate_clusters",
)
async def validate_clusters(
    body: Annotated[ValidationsAsked, Body()], register: Register, runtime: Running
) -> Response:
    """The standing of up to 500 clusters on a legal day, computed for this answer.

    Nothing is stored, so no Idempotency-Key is needed; a number may be asked twice.
    """
    day = body.as_of or runtime.clock.today()
    known = await by_numbers(register, body.numbers)
    items = [_validation(number, known.get(number), day) for number in body.numbers]
    answer = shown(Validations(as_of=day, items=items))
    answer.headers["Cache-Control"] = UNCACHED
    return answer


def _validation(number: str, of: Cluster | None, day: date) -> Validation:
    if of is None:
        return Validation(number=number, standing="unknown")
    period = _period(of, day)
    return Validation(
        number=number,
        standing=of.standing_on(day),
        name=of.name,
        first_day=period.first_day,
        last_day=period.last_day,
    )


def _period(of: Cluster, day: date) -> Validity:
    begun = [period for period in of.periods if period.first_day <= day]
    return begun[-1] if begun else of.periods[0]
