"""One problem document for each status, made from the refusal that is most common there."""

import json
from collections.abc import Mapping
from typing import Any, Final

from common import errors
from common.errors import FieldError, Refusal, Text
from common.http.problems import fault_problem, problem

_PLACE: Final = FieldError("/year", "missing", Text("此项必填。", "This is required."))
_TRACE: Final = "0af7651916cd43dd8448eb211c80319c"

TYPICAL: Final[Mapping[int, Refusal]] = {
    400: errors.Malformed(),
    401: errors.Unauthenticated(),
    403: errors.Forbidden(),
    404: errors.NotFound(),
    406: errors.NotAcceptable(offers="application/json, text/html, application/pdf"),
    408: errors.TooSlow(),
    409: errors.NotPossible(allowed_actions=["withdraw"]),
    412: errors.Stale(),
    413: errors.TooLarge(limit_bytes=1_048_576),
    422: errors.InvalidContent(errors=[_PLACE]),
    428: errors.PreconditionRequired(),
    429: errors.TooManyRequests(per_minute=3000, seconds=2, retry_after_s=2),
    503: errors.Unavailable(retry_after_s=1),
}


def of(status: int) -> dict[str, Any]:
    """The example of a status, in English."""
    refusal = TYPICAL.get(status)
    answer = fault_problem(language="en") if refusal is None else problem(refusal, language="en")
    return {**json.loads(bytes(answer.body)), "trace_id": _TRACE}
