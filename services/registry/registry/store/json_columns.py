"""Rows some of whose columns are JSON documents of domain types."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Table

from common.rows import columns_of

Kinds = Mapping[str, TypeAdapter[Any]]


def documents_read(row: Row[Any], kinds: Kinds) -> dict[str, Any]:
    """The columns of a row, its documents as domain types."""
    columns = dict(row._mapping)
    return columns | {name: kind.validate_python(columns[name]) for name, kind in kinds.items()}


def with_documents(table: Table, thing: object, kinds: Kinds) -> dict[str, Any]:
    """The columns of a thing, its documents as JSON."""
    columns = columns_of(table, thing)
    documents = {name: kind.dump_python(columns[name], mode="json") for name, kind in kinds.items()}
    return columns | documents
