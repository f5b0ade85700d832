"""The feed of the register, for systems that keep a copy of it."""

from typing import Annotated, Any, Final

from fastapi import Query, Response

from common.http.answers import shown
from common.http.app import router
from common.http.conditional import IfNoneMatch, names, not_modified
from common.http.problems import LIMITED, documented
from registry.api.readers import Register
from registry.api.register_models import Changes, ChangesAsked
from registry.store import register_feed

routes = router(tag="register")
KEPT: Final = "no-cache"  # may be kept, and is asked for again each time
_TAG: Final = {"description": "the last change; for If-None-Match", "schema": {"type": "string"}}
CONDITIONAL: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": {"ETag": _TAG}},
    304: {"description": "Nothing has changed since the ETag given"},
}


@routes.get(
    "/changes",
    response_model=Changes,
    responses={**documented(LIMITED), **CONDITIONAL},
    name="list_changes",
)
async def list_changes(
    query: Annotated[ChangesAsked, Query()], register: Register, if_none_match: IfNoneMatch = None
) -> Response:
    """Every public change of the register in order, after a number; none is ever left out.

    A change shows up once all before it can be seen, so a reader who asks after the last number
    it has had misses nothing.
    """
    last = await register_feed.last_number(register)
    etag = f'"{last}"'
    if names(if_none_match, etag):
        return not_modified(etag, cache_control=KEPT)
    found = await register_feed.changes_after(register, query.after, limit=query.limit)
    items: list[Any] = [dict(row._mapping) for row in found]
    following = items[-1]["number"] if items else query.after
    answer = shown(
        Changes.model_construct(  # read as it was written; nothing is checked again
            items=items, next=following, more=bool(items) and following < last
        )
    )
    answer.headers.update({"ETag": etag, "Cache-Control": KEPT})
    return answer
