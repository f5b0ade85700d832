"""One span, one measurement and one log line a request; a problem document when something fails."""

import time

import structlog
from fastapi import Request
from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common import metrics
from common.http.problems import fault_problem, language_of_request
from common.observability import span, traceparent

UNNOTED = frozenset({"/livez", "/readyz", "/metrics"})

log = structlog.get_logger()


class Journal:
    """The outermost layer of an application.

    FastAPI's own telemetry is off: it exports paths and queries, which may hold what a person
    typed, where this one names the route alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNNOTED:
            await self.app(scope, receive, send)
            return
        structlog.contextvars.unbind_contextvars("code")  # a refusal binds its own
        incoming = Request(scope).headers.get("traceparent", "")
        with span("request", kind=SpanKind.SERVER, parent=incoming) as here:
            await self._handle(scope, receive, send, here)

    async def _handle(self, scope: Scope, receive: Receive, send: Send, here: Span) -> None:
        began, status = time.perf_counter(), 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"traceparent", traceparent().encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception:
            log.exception("request failed", method=scope["method"])
            if status:
                raise
            answer = fault_problem(language=language_of_request(Request(scope)))
            await answer(scope, receive, send_and_note)
        finally:
            _tell(scope, status, time.perf_counter() - began, here)


def _tell(scope: Scope, status: int, seconds: float, here: Span) -> None:
    # The route's template, not the path: a path may hold a receipt number.
    route = getattr(scope.get("route"), "path", None)
    method = scope["method"] if scope["method"] in metrics.METHODS else "other"
    metrics.REQUESTS.labels(method, route or "none", str(status)).observe(seconds)
    here.update_name(f"{method} {route or ''}".rstrip())
    here.set_attributes({"http.request.method": method, "http.response.status_code": status})
    if route:
        here.set_attribute("http.route", route)
    if status == 0 or status >= 500:
        here.set_status(StatusCode.ERROR)
    log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
