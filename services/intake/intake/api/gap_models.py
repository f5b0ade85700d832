"""What is missing in an application, as clients see it."""

from collections.abc import Sequence

from common.http.validation import StrictModel
from intake.domain.gap import Gap


class GapShown(StrictModel):
    """One thing that is missing or doubtful: where, what, on which clause, and whether it blocks.

    `related` are the JSON pointers of other places it is about, such as rows of the roster.
    What does not block is a figure a criterion asks for, or a warning to be confirmed with proof.
    """

    pointer: str
    code: str
    zh: str
    en: str
    clause: str
    blocks: bool
    related: list[str]


class Completeness(StrictModel):
    """Whether a submission would be complete, and every gap."""

    complete: bool
    items: list[GapShown]


def completeness_shown(found: Sequence[Gap]) -> Completeness:
    """The representation of an application's gaps."""
    items = [
        GapShown(
            pointer=gap.pointer,
            code=gap.code,
            zh=gap.words.zh,
            en=gap.words.en,
            clause=gap.clause,
            blocks=gap.blocks,
            related=list(gap.related),
        )
        for gap in found
    ]
    return Completeness(complete=not any(gap.blocks for gap in found), items=items)
