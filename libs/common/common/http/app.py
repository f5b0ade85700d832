"""The application of a service: its routers behind the guard, its errors as problems."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect

from common.errors import (
    Interrupted,
    InvalidContent,
    Malformed,
    MethodNotAllowed,
    NotFound,
    Refusal,
    Unavailable,
)
from common.http.journal import Journal
from common.http.limits import BodyGuard, BodyLimit
from common.http.problems import fault_problem, language_of_request, problem
from common.http.public_cache import PublicCache
from common.http.rates import Buckets, Rate, RateGuard
from common.http.runtime import Runtime
from common.http.strict_json import parse_strict
from common.http.validation import field_errors, refuse_strange
from common.idempotency import Replay
from common.observability import flush_traces


class StrictRequest(Request):
    """A request whose JSON is parsed strictly."""

    async def json(self) -> Any:
        """The parsed body; raises `Malformed`."""
        if not hasattr(self, "_json"):
            self._json = parse_strict(await self.body())
        return self._json


class StrictRoute(APIRoute):
    """A route that reads its body through `StrictRequest`, and takes no parameter it does not know.

    Those with parameters refuse strange ones by their model; a write is known by its path alone.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, given a strict request."""
        handle = super().get_route_handler()
        asked = _asks(self.dependant)

        async def handle_strictly(request: Request) -> Response:
            answer = await handle(StrictRequest(request.scope, request.receive))
            if not asked and request.scope["query_string"] and request.method == "GET":
                # Last, as everything about content is: who may not read is told that first.
                refuse_strange(request.query_params)
            return answer

        return handle_strictly


def _asks(of: Dependant) -> bool:
    return bool(of.query_params) or any(map(_asks, of.dependencies))


def router(*, tag: str) -> APIRouter:
    """A router of one resource under `/v1`."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=StrictRoute, redirect_slashes=False)


def build_app(
    *,
    title: str,
    routers: Sequence[APIRouter],
    runtime: Runtime | None = None,
    limits: tuple[BodyLimit, ...] = (),
    public: re.Pattern[str] | None = None,
    rates: Sequence[Rate] = (),
) -> FastAPI:
    """The application; without a runtime it serves only to write its OpenAPI document."""
    app = FastAPI(
        title=title,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        separate_input_output_schemas=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # see `Journal`
    )
    app.state.runtime = runtime
    for each in routers:
        app.include_router(each)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(Replay, _replayed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _from_framework)
    app.add_exception_handler(ClientDisconnect, _interrupted)
    app.add_middleware(BodyGuard, limits=limits)
    if public is not None and runtime is not None and runtime.public_cache_seconds:
        app.add_middleware(
            PublicCache,
            paths=public,
            seconds=runtime.public_cache_seconds,
            left_of_day=runtime.clock.left_of_day_s,
        )
    if runtime is not None and runtime.rate_limits:
        buckets, verifier = Buckets(runtime.rate_limits), runtime.verifier
        app.add_middleware(RateGuard, rates=rates, buckets=buckets, verifier=verifier)
    if runtime is not None and runtime.cors_origins:
        _admit_pages_of(app, runtime.cors_origins)
    app.add_middleware(Journal)
    return app


def _admit_pages_of(app: FastAPI, origins: Sequence[str]) -> None:
    # A token goes in a header that a page sets itself: no cookie, so no credentials mode.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "PUT", "POST", "DELETE"],
        allow_headers=[
            "Accept-Language",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Objection-Secret",
            "traceparent",
        ],
        expose_headers=[
            "Application-ETag",
            "Content-Disposition",
            "Content-Language",
            "ETag",
            "Idempotency-Replayed",
            "Link",
            "Location",
            "Register-As-Of",
            "Register-Change",
            "Register-Count",
            "Repr-Digest",
            "Retry-After",
            "traceparent",
        ],
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    runtime: Runtime = app.state.runtime
    if runtime.poke is not None:
        runtime.poke.start()
        runtime.database.on_announced = runtime.poke
    yield
    if runtime.poke is not None:
        await runtime.poke.stop()
    await runtime.database.close()
    if runtime.public_database is not None:
        await runtime.public_database.close()
    await asyncio.to_thread(flush_traces)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return problem(error, language=language_of_request(request))


async def _replayed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)
    headers = error.headers | {"Idempotency-Replayed": "true"}
    return Response(error.body, error.status, headers, media_type="application/json")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = field_errors(error.errors(), drop=("body", "query", "path", "header"))
    return await _refused(request, InvalidContent(errors=places))


async def _interrupted(request: Request, _error: Exception) -> Response:
    return await _refused(request, Interrupted())


async def _from_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    cause = error.__cause__
    if isinstance(cause, Refusal):  # FastAPI wraps what reading the body raised
        return await _refused(request, cause)
    if isinstance(cause, ClientDisconnect):
        return await _refused(request, Interrupted())
    by_status: dict[int, Refusal] = {404: NotFound(), 503: Unavailable(retry_after_s=1)}
    if error.status_code == 405:
        answer = await _refused(request, MethodNotAllowed())
        answer.headers.update(dict(error.headers or {}))  # Allow
        return answer
    if error.status_code in by_status or error.status_code < 500:
        return await _refused(request, by_status.get(error.status_code, Malformed()))
    return fault_problem(language=language_of_request(request))
