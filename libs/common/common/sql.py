"""SQLAlchemy Core says what, asyncpg does it: statements compiled once a shape, then run bare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import asyncpg
import orjson
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

KEPT_SHAPES: Final = 2000
_DIALECT: Final = dialects.dialect()  # type: ignore[no-untyped-call]  # theirs has no types
_shapes: dict[Any, SQLCompiler] = {}

Values = Mapping[str, Any]


class Record(asyncpg.Record):
    """A row as SQLAlchemy's `Row` is read: columns are attributes, `_mapping` gives them all."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def _mapping(self) -> Mapping[str, Any]:
        """The row as a mapping by column name."""
        return cast(Mapping[str, Any], self)  # names and values are all that anybody asks of it


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement gave: its rows, and how many rows it wrote or found."""

    rows: Sequence[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def all(self) -> list[Any]:
        """Every row."""
        return list(self.rows)

    def one(self) -> Any:
        """The only row."""
        (row,) = self.rows
        return row

    def one_or_none(self) -> Any:
        """The only row, or None where there is none."""
        return self.one() if self.rows else None

    def scalar_one(self) -> Any:
        """The first column of the only row."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """The first column of the only row, or None where there is none."""
        return self.one()[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection of the pool, for as long as its holder has it."""

    driver: Any

    async def execute(
        self, statement: Executable, values: Values | Sequence[Values] = ()
    ) -> Result:
        """Run a statement with named values, or once for each of a sequence of them."""
        if isinstance(values, Sequence) and values:
            sql = compiled(statement, values[0])[0]
            await self.driver.executemany(sql, [compiled(statement, one)[1] for one in values])
            return Result((), len(values))
        named = values if isinstance(values, Mapping) else {}
        sql, arguments, gives_rows = compiled(statement, named)
        if gives_rows:
            rows = await self.driver.fetch(sql, *arguments)
            return Result(rows, len(rows))
        tag = await self.driver.execute(sql, *arguments)
        last = tag.rpartition(" ")[2]
        return Result((), int(last) if last.isdecimal() else 0)


def compiled(statement: Executable, values: Values) -> tuple[str, Sequence[Any], bool]:
    """A statement's SQL, its arguments in order, and whether it gives rows.

    Statements of one shape are compiled once: SQLAlchemy's cache key tells the shape from the
    values in it, as its own engine does.
    """
    assert isinstance(statement, ClauseElement)
    shape = statement._generate_cache_key()
    assert shape is not None, "a statement without a cache key would be compiled every time"
    known = _compiled_once(statement, (shape.key, *values), values)
    if known.post_compile_params:  # an IN (…) is as long as its list
        known = _compiled(statement, compile_kwargs={"render_postcompile": True})
        named = known.construct_params(values)
    else:
        named = known.construct_params(values, extracted_parameters=shape.bindparams)
    return known.string, [named[name] for name in known.positiontup or ()], gives_rows(statement)


def _compiled_once(statement: ClauseElement, key: Any, values: Values) -> SQLCompiler:
    if key not in _shapes:
        if len(_shapes) >= KEPT_SHAPES:
            _shapes.clear()
        shape = statement._generate_cache_key()
        _shapes[key] = _compiled(statement, cache_key=shape, column_keys=list(values))
    return _shapes[key]


def _compiled(statement: ClauseElement, **options: Any) -> SQLCompiler:
    made = statement.compile(dialect=_DIALECT, **options)
    assert isinstance(made, SQLCompiler)
    return made


def gives_rows(statement: ClauseElement) -> bool:
    """Whether a statement gives rows; one written as text is asked for them always."""
    return bool(not statement.is_dml or getattr(statement, "_returning", ()))


async def prepare_connection(connection: Any) -> None:
    """JSON columns take and give plain Python values."""
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, encoder=_json, decoder=orjson.loads, schema="pg_catalog"
        )


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
