"""The table of messages to people, as every service that tells somebody something has it."""

from common.outbound.tables import outbound_messages
from registry.tables.metadata import metadata

messages = outbound_messages.to_metadata(metadata)
