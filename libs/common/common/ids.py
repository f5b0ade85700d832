"""Identifiers: UUIDv7 for machines; people use numbers (`common.numbering`)."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7: unique, and ordered by the time it was made."""
    return uuid7()


def as_id(ref: str) -> UUID | None:
    """The UUID that a reference spells, or None when it is a number for people."""
    try:
        return UUID(ref)
    except ValueError:
        return None
