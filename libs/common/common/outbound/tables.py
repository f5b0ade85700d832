"""The table of messages; a service that tells people something takes it into its metadata."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from common.tables import NAMING

_metadata: Final = MetaData(naming_convention=NAMING)

# A message is thin: a number, a name of a round, a day. What the case is about stays in the case.
outbound_messages: Final = Table(
    "outbound_messages",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("recipient_role", Text, nullable=False),
    # Whose message it is; a district that is named here may read it.
    Column("district", Text),
    Column("institution", Text),
    Column("language", Text, nullable=False),
    Column("about", JSONB, nullable=False),
    # After this day it would tell nobody anything.
    Column("due_on", Date),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("sent_at", DateTime(timezone=True)),
    Column("error", Text),
    CheckConstraint("state IN ('waiting', 'sent', 'dead', 'lapsed')", name="state"),
    # Each once: whatever makes it a second time makes nothing.
    UniqueConstraint("rule", "subject", "step"),
    Index("ix_outbound_messages_waiting", "next_at", postgresql_where=text("state = 'waiting'")),
)
