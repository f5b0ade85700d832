"""Monitoring's messages to people: what was told to whom, and whether it arrived."""

from common.http.messages import messages_router
from monitoring.domain.access import READERS
from monitoring.terms.message_rules import message_rules

routes = messages_router(
    "monitoring",
    lambda: message_rules().rules,
    readers=READERS,
)
