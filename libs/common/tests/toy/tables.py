"""Notes belong to a district."""

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid

from common.outbound.tables import outbound_messages
from common.tables import NAMING

metadata = MetaData(naming_convention=NAMING)
notes = Table(
    "notes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("district", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
# Effects of events, without a unique key: a double effect shows.
effects = Table("effects", metadata, Column("event_id", Text), Column("words", Text))
messages = outbound_messages.to_metadata(metadata)
