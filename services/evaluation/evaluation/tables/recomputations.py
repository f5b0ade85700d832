"""The table of criteria computed again after a change was filed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from evaluation.tables.metadata import metadata

recomputations = Table(
    "recomputations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("change_filing_id", Uuid, nullable=False),
    Column("filing", Integer, nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("evaluation_id", Uuid, nullable=False),
    Column("check_number", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("standard", JSONB, nullable=False),
    Column("kernel_version", Text, nullable=False),
    # Text, not JSONB, as with a check: what is repeated must give the same bytes.
    Column("facts", Text, nullable=False),
    Column("facts_sha256", Text, nullable=False),
    # NULL where the changed figures could not be taken; `problems` tells why.
    Column("verdict", Text),
    Column("problems", JSONB, nullable=False),
    CheckConstraint("(verdict IS NULL) = (problems <> '[]'::jsonb)", name="verdict"),
    UniqueConstraint("change_filing_id", "filing"),
    ForeignKeyConstraint(
        ["evaluation_id", "check_number"], ["checks.evaluation_id", "checks.number"]
    ),
)
