"""How pages for people are answered: in a language, as HTML, refusals too."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from common.clock import legal_day
from common.errors import NotFound, Refusal
from common.http.problems import STATUS, language_of_request
from common.http.runtime import runtime_of
from registry.pages.rendering import HEADERS, Linking, rendered
from registry.pages.words import Language, Words

_CHOSEN: Final[dict[str, Language]] = {"zh": "zh-CN", "zh-CN": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody looks at a page: in which language, on which legal day."""

    language: Language
    words: Words
    link: Linking
    at: datetime
    asked: dict[str, str]

    @property
    def day(self) -> date:
        """The legal day."""
        return legal_day(self.at)

    def page(self, name: str, *, status: int = 200, here: str = "", **view: Any) -> Response:
        """A page as an answer."""
        body = rendered(name, self.language, self.link, at=self.at, here=here, **view)
        headers = HEADERS | {"Content-Language": self.language}
        return HTMLResponse(body, status_code=status, headers=headers)


def visit_of(request: Request) -> Visit:
    """The visit that a request is; an unknown language is the browser's."""
    asked = {name: value.strip() for name, value in request.query_params.items()}
    chosen = _CHOSEN.get(asked.get("lang", ""))
    browser: Language = "en" if language_of_request(request) == "en" else "zh-CN"
    language = chosen or browser
    kept = {"zh-CN": "zh", "en": "en"}[chosen] if chosen else None
    link = Linking(request.url.path, dict(request.query_params), kept)
    return Visit(language, Words(language), link, runtime_of(request).clock.now(), asked)


async def visit(request: Request) -> Visit:
    """The visit, for a route."""
    return visit_of(request)


Visiting = Annotated[Visit, Depends(visit)]


class PageRoute(APIRoute):
    """A route whose refusals are pages as well."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, with a page for whatever it refuses."""
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            try:
                return await handle(request)
            except Refusal as refusal:
                return _trouble(visit_of(request), refusal)

        return handle_as_page


def page_router() -> APIRouter:
    """A router of pages: they are no part of the API's document."""
    return APIRouter(route_class=PageRoute, redirect_slashes=False, include_in_schema=False)


def _trouble(seen: Visit, refusal: Refusal) -> Response:
    missing = isinstance(refusal, NotFound)
    title = "missing_title" if missing else "trouble_title"
    told = seen.words("missing_lead") if missing else seen.words.of(refusal.explained())
    answer = seen.page("trouble", status=STATUS[refusal.kind], title=seen.words(title), told=told)
    answer.headers["Cache-Control"] = "no-store"
    if refusal.retry_after_s is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after_s)
    return answer
