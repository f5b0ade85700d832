"""What evaluation publishes of standards, as its events tell."""

from common.contracts.evaluation import StandardPublished
from common.database import Transaction
from intake.domain.published_standard import PublishedStandard
from intake.store import standards


async def standard_published(tx: Transaction, event: StandardPublished) -> None:
    """Keep the text and the days: a round pins it, and whoever files in the round is held to it."""
    standards.parsed(event.text, event.standard)
    published = PublishedStandard(
        pin=event.standard,
        text=event.text,
        effective_from=event.effective_from,
        effective_to=event.effective_to,
    )
    await standards.keep(tx, published)
