"""Published standards in the database, and the text that a round pinned, read once."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from intake.domain.published_standard import PublishedStandard
from intake.domain.refusals import StandardTextLost
from intake.tables.standards import standards
from programme.standards import registry
from programme.standards.loading import load_text
from programme.standards.standard import Standard

# A text never changes under its hash, and few are ever published: each is read once.
_READ: Final[dict[str, Standard]] = {}


async def keep(tx: Transaction, published: PublishedStandard) -> None:
    """Keep a publication; the same revision published again has other days and no other text."""
    days = {
        "effective_from": published.effective_from,
        "effective_to": published.effective_to,
    }
    pin = published.pin
    key = {"id": pin.id, "revision": pin.revision}
    what = {"sha256": pin.sha256, "text": published.text}
    written = insert(standards).values(key | what | days)
    same = standards.c.sha256 == pin.sha256
    written = written.on_conflict_do_update(index_elements=list(key), set_=days, where=same)
    if (await tx.connection.execute(written)).rowcount != 1:
        raise StandardTextLost(standard_id=pin.id)


async def published(source: Source, standard_id: str) -> Sequence[PublishedStandard]:
    """Every revision of a standard that is published."""
    own = select(standards).where(standards.c.id == standard_id)
    return [_published_in(row) for row in await source.rows(own.order_by(standards.c.revision))]


async def pinned(source: Source, pin: StandardPin) -> Standard:
    """The very standard that a round pinned, whatever was published or packaged since."""
    known = _packaged().get(pin.sha256) or _READ.get(pin.sha256)
    if known is not None:
        return known
    text = select(standards.c.text).where(standards.c.sha256 == pin.sha256)
    rows = await source.rows(text)
    if not rows:
        raise StandardTextLost(standard_id=pin.id)
    return _READ.setdefault(pin.sha256, parsed(rows[0].text, pin))


def parsed(text: str, pin: StandardPin) -> Standard:
    """The standard of a text; raises `StandardTextLost` where it is not the one of the pin."""
    standard = load_text(text, place=pin.id, seals={})
    if (standard.id, standard.revision, standard.sha256) != (pin.id, pin.revision, pin.sha256):
        raise StandardTextLost(standard_id=pin.id)
    return standard


@cache
def _packaged() -> Mapping[str, Standard]:
    every = [registry.load(each.id) for each in registry.available()]
    return {standard.sha256: standard for standard in every}


def _published_in(row: Row[Any]) -> PublishedStandard:
    return PublishedStandard(
        pin=StandardPin(id=row.id, revision=row.revision, sha256=row.sha256),
        text=row.text,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
    )
