"""A clerical correction: the register was written wrongly, the cluster did not change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from common.errors import FieldError, Text
from registry.domain.cluster_facts import Cause, FactRow, differing, facts_on, row_named
from registry.domain.cluster_refusals import FactNotStated, NothingCorrected, UnknownFactRow

NOT_STATED: Final = Text("该条登记未载此事项。", "The entry does not state this fact.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was written wrongly, in which entry, why that is certain and by which document."""

    corrects: UUID
    changed: Mapping[str, Any]
    reason: str
    document: str

    def cause(self) -> Cause:
        """The correction as the cause of the facts that it adds."""
        return Cause(
            kind="clerical_correction",
            reference=self.document,
            reason=self.reason,
            corrects=self.corrects,
        )


def correct(
    rows: Sequence[FactRow], given: Correction, *, at: datetime
) -> tuple[FactRow, Mapping[str, Any]]:
    """The entry that is corrected, and what really differs from what it has been read as.

    The correction holds from the day of its entry: the fact was so from the beginning.
    """
    row = row_named(rows, given.corrects)
    if row is None:
        raise UnknownFactRow()
    strange = [name for name in given.changed if name not in row.stated]
    if strange:
        errors = [FieldError(f"/changed/{name}", "not_stated", NOT_STATED) for name in strange]
        raise FactNotStated(errors=errors)
    changed = differing(given.changed, facts_on(row.valid_from, rows, known_at=at))
    if not changed:
        raise NothingCorrected()
    return row, changed
