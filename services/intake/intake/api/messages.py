"""Intake's messages to people: what was told to whom, and whether it arrived."""

from common.http.messages import messages_router
from intake.terms.message_rules import message_rules

routes = messages_router(
    "intake",
    lambda: message_rules().rules,
    readers=("auditor", "municipal_bureau", "district_authority", "operating_institution"),
)
