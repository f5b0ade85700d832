"""At each stage of a case its ground is held again against what is on record."""

from typing import Any

from common.database import Transaction
from registry.domain.ground_check import as_content, ground_check, require_supported
from registry.domain.revocation import RevocationCase
from registry.store.known import known_of
from registry.terms.ground_terms import ground_terms


async def ask_ground(tx: Transaction, case: RevocationCase) -> list[dict[str, Any]]:
    """What the record answers, for the act to keep: facts for a person, which end nothing."""
    return as_content(ground_check(await known_of(tx, case), ground_terms()))


async def require_ground(tx: Transaction, case: RevocationCase) -> list[dict[str, Any]]:
    """The same, refusing what a case may not be opened without (READING 13, 14, 15, 18)."""
    answered = ground_check(await known_of(tx, case), ground_terms())
    require_supported(answered, clause=case.clause)
    return as_content(answered)
