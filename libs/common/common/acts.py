"""How a transaction ended, told three times: a span, a count, and one log line a use case."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final

import structlog
from opentelemetry.trace import INVALID_SPAN, StatusCode

from common import metrics
from common.errors import Refusal
from common.observability import in_trace, span

Acts = list[tuple[str, str]]

_COUNTED_AS: Final = {
    "committed": "committed",
    "Replay": "replayed",
    "CommitFailed": "commit_failed",
}

log = structlog.get_logger()


@contextmanager
def told(operation: str | None, *, actor: str) -> Iterator[Acts]:
    """Tell about the transaction inside; it fills in its acts as (act, `kind/id`).

    A transaction of the mechanism has neither a name nor acts and leaves no line.
    """
    acts: Acts = []
    began, outcome, counted = time.perf_counter(), "committed", "committed"
    name = f"transaction {operation or ''}".rstrip()
    # The mechanism's own, each second, would bury what people did.
    with span(name) if operation or in_trace() else nullcontext(INVALID_SPAN) as here:
        try:
            yield acts
        except BaseException as error:
            refused = isinstance(error, Refusal)
            outcome = error.code if isinstance(error, Refusal) else type(error).__name__
            counted = "refused" if refused else _COUNTED_AS.get(outcome, "failed")
            if "failed" in counted:
                here.set_status(StatusCode.ERROR)
            raise
        finally:
            metrics.TRANSACTIONS.labels(counted).inc()
            here.set_attribute("jiqun.outcome", outcome)
            if operation or acts:
                ms = round((time.perf_counter() - began) * 1000, 1)
                what = _what(operation, acts)
                log.info("use case", **what, actor=actor, outcome=outcome, ms=ms)


def _what(operation: str | None, acts: Acts) -> dict[str, Any]:
    named = {"operation": operation} if operation else {}
    if not acts:
        return named
    act, resource = acts[0]
    return {**named, "act": act, "resource": resource, "acts": len(acts)}
