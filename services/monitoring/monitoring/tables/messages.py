"""Messages to people, in this service's database."""

from common.outbound.tables import outbound_messages
from monitoring.tables.metadata import metadata

messages = outbound_messages.to_metadata(metadata)
