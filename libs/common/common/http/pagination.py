"""Keyset pages: stable under inserts, with an opaque cursor."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from types import GenericAlias
from typing import Any, Final, TypeVar
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field, create_model
from sqlalchemy import ColumnElement, Row, Select, literal_column, tuple_

from common.errors import FieldError, InvalidContent, Text
from common.http.answers import shown
from common.http.validation import StrictModel
from common.rows import Rows

Item = TypeVar("Item")
MAX_INTEGER: Final = 2**63
FIRST_YEAR, LAST_YEAR = 1900, 2200


class PageQuery(StrictModel):
    """How much of a list, and from where; lists add their filters by inheritance."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=500)


class Page(StrictModel):
    """One page of a list; `next` is the cursor of the one after it, if there is one."""

    items: list[Any]
    next: str | None = None


@cache
def page_of(item: type[BaseModel]) -> type[Page]:
    """The model of a page of these, for the API's documents: clients are made from them."""
    items: Any = (GenericAlias(list, (item,)), ...)
    return create_model(f"{item.__name__}Page", __base__=Page, __doc__=Page.__doc__, items=items)


async def listed(
    request: Request,
    source: Rows,
    statement: Select[Any],
    query: PageQuery,
    *,
    key: Sequence[ColumnElement[Any]],
    item: Callable[[Row[Any]], Any],
    seen: Callable[[Row[Any]], bool] = lambda _row: True,
) -> Response:
    """One page of a statement's rows in the order of `key`; rows not `seen` are left out."""
    rows = await source.rows(_page_of(statement, query, key=key))
    names = [str(column.key) for column in key]
    return _paged(request, [row for row in rows if seen(row)], query, item=item, names=names)


async def cut(
    source: Rows, statement: Select[Any], query: PageQuery, *, key: Sequence[ColumnElement[Any]]
) -> tuple[Sequence[Row[Any]], str | None]:
    """The rows of one page in the order of `key`, and the cursor of the one after it, if any."""
    rows = await source.rows(_page_of(statement, query, key=key))
    page = rows[: query.limit]
    if len(rows) <= query.limit:
        return page, None
    return page, encoded([getattr(page[-1], str(column.key)) for column in key])


def _page_of(
    statement: Select[Any], query: PageQuery, *, key: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    """The statement for one page and one row more, in the order of `key` (unique together)."""
    if query.cursor is not None:
        after = decoded(query.cursor, size=len(key))
        values = [_typed(column, value) for column, value in zip(key, after, strict=True)]
        statement = statement.where(tuple_(*key) > tuple_(*values))
    # Written into the statement: as an argument, a generic plan would not know how few rows it is.
    return statement.order_by(*key).limit(literal_column(str(query.limit + 1)))


def _paged(
    request: Request,
    rows: Sequence[Row[Any]],
    query: PageQuery,
    *,
    item: Callable[[Row[Any]], Any],
    names: Sequence[str],
) -> Response:
    """The page as an answer, with a Link to the next one."""
    shown_rows = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = encoded([getattr(shown_rows[-1], name) for name in names])
    answer = shown(Page(items=[item(row) for row in shown_rows], next=following))
    if following is not None:
        url = request.url.include_query_params(cursor=following)
        answer.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return answer


def encoded(values: Sequence[Any]) -> str:
    """The cursor after a row with these key values."""
    plain = [_plain(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decoded(cursor: str, *, size: int) -> list[str | int]:
    """The key values in a cursor; raises `InvalidContent` for one this API never gave."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
        if not isinstance(values, list) or len(values) != size:
            raise ValueError("not a cursor")
        if not all(_storable(value) for value in values):
            raise ValueError("not a cursor")
    except ValueError as error:
        raise _invalid_cursor() from error
    return values


def _plain(value: Any) -> str | int:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _storable(value: Any) -> bool:
    if isinstance(value, int):
        return -MAX_INTEGER <= value < MAX_INTEGER
    return isinstance(value, str) and value.isprintable()


def _typed(column: ColumnElement[Any], value: str | int) -> Any:
    try:
        wanted = column.type.python_type
        if wanted in {date, datetime}:
            parsed = wanted.fromisoformat(str(value))
            if not FIRST_YEAR <= parsed.year < LAST_YEAR:
                raise ValueError("not a cursor")
            return parsed
        if wanted is int and isinstance(value, bool | str):
            raise ValueError("not a cursor")
        return UUID(str(value)) if wanted is UUID else wanted(value)
    except (ValueError, TypeError) as error:
        raise _invalid_cursor() from error


def _invalid_cursor() -> InvalidContent:
    sentence = Text("游标无效。", "The cursor is not valid.")
    return InvalidContent(errors=[FieldError("/cursor", "cursor_invalid", sentence)])
