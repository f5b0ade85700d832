"""One log line a request, its trace, and a problem document when something fails."""

import time

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.http.problems import fault_problem, language_of_request
from common.observability import begin_trace

log = structlog.get_logger()


class Journal:
    """The outermost layer of an application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in {"/livez", "/readyz"}:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        began = time.perf_counter()
        parent = begin_trace(request.headers.get("traceparent"))
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"traceparent", parent.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception:
            log.exception("request failed", method=scope["method"])
            if status:
                raise
            answer = fault_problem(language=language_of_request(request))
            await answer(scope, receive, send_and_note)
        finally:
            # The route's template, not the path: a path may hold a receipt number.
            route = getattr(scope.get("route"), "path", None)
            ms = round((time.perf_counter() - began) * 1000, 1)
            log.info("request", method=scope["method"], route=route, status=status, ms=ms)
