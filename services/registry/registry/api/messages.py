"""The registry's messages to people: what was told to whom, and whether it arrived."""

from common.http.messages import messages_router
from registry.terms.message_rules import message_rules

routes = messages_router(
    "registry",
    lambda: message_rules().rules,
    readers=("auditor", "municipal_bureau", "operating_institution"),
)
