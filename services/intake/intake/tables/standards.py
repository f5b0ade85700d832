"""The standards that evaluation has published, each revision with its text."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text

from intake.tables.metadata import metadata

standards = Table(
    "standards",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date),
    CheckConstraint("effective_from <= effective_to", name="order"),
)
