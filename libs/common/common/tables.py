"""The tables that every service has: events out and in, audit, idempotency, numbers."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: Final = MetaData(naming_convention=NAMING)


def _instant(name: str, *, nullable: bool = False, stamped: bool = False) -> Column[object]:
    default = func.now() if stamped else None
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=default)


# The last link of each resource's audit chain and the number of its last event: a row a resource,
# so that writers of different cases never wait for each other.
resource_head = Table(
    "resource_head",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("audit_count", Integer, nullable=False),
    Column("audit_hash", LargeBinary, nullable=False),
    Column("audit_previous", LargeBinary, nullable=False),
    Column("event_count", Integer, nullable=False),
)

# An event is written in the transaction of its cause and never deleted.
outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    _instant("at"),
    Column("data", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("traceparent", Text, nullable=False),
    Column("cause", Uuid),
    _instant("recorded_at", stamped=True),
    Column("stream", Text),
    Column("stream_sequence", BigInteger),
    _instant("published_at", nullable=True),
    UniqueConstraint("kind", "aggregate_id", "sequence"),
    Index(
        "ix_outbox_unpublished",
        "position",
        postgresql_where=text("published_at IS NULL"),
    ),
)

# What came in, with its payload: the record of what was applied, and the reorder buffer.
inbox = Table(
    "inbox",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("type", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    _instant("received_at", stamped=True),
    _instant("retry_at", nullable=True),
    _instant("applied_at", nullable=True),
    Index(
        "ix_inbox_waiting",
        "stream",
        "received_at",
        postgresql_where=text("state IN ('waiting', 'parked')"),
    ),
)

inbox_progress = Table(
    "inbox_progress",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("aggregate_id", Uuid, primary_key=True),
    Column("last_sequence", Integer, nullable=False),
    Column("held_by", Uuid),
)

audit = Table(
    "audit",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("resource_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _instant("recorded_at", stamped=True),
    Column("sealed", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("kind", "resource_id", "number"),
    Index("ix_audit_unsealed", "position", postgresql_where=text("NOT sealed")),
)

# The service's own chain over all audit rows, written by the worker alone.
audit_seal = Table(
    "audit_seal",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("audit_id", Uuid, ForeignKey("audit.id"), nullable=False, unique=True),
    Column("chain", LargeBinary, nullable=False),
    _instant("sealed_at", stamped=True),
)

answered_request = Table(
    "answered_request",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    _instant("answered_at", stamped=True),
)

number_series = Table(
    "number_series",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
