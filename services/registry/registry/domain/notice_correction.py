"""A notice is corrected by a new one with a window of its own; the old one stays as posted."""

from collections.abc import Sequence
from dataclasses import replace

from registry.domain.notice import Notice
from registry.domain.notice_correction_refusals import CannotBeCorrected, OtherRound
from registry.domain.proposal import Proposal

CORRECTABLE = ("published", "closed")


def require_correctable(earlier: Notice, round_number: str) -> None:
    """A list on notice can be corrected until it is released; a draft is simply drafted anew."""
    if earlier.round_number != round_number:
        raise OtherRound(round=earlier.round_number)
    if earlier.status not in CORRECTABLE:
        raise CannotBeCorrected(number=earlier.number)


def correcting(new: Notice, earlier: Notice, reason: str) -> Notice:
    """A draft as the correction of a notice."""
    return replace(new, corrects=earlier.number, correction_reason=reason)


def corrected(earlier: Notice, by: Notice) -> Notice:
    """The earlier notice as it says from now on by which it was corrected."""
    told = (*earlier.corrected_by, by.number)
    return replace(earlier, corrected_by=told, version=earlier.version + 1)


def candidates(waiting: Sequence[Proposal], held: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """What a correction can list: what waits in the round, and what the old notice still holds."""
    return (*waiting, *held)
