"""A cluster arranged for the pages: its line in a list, what is said of a day, its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from common.clock import legal_day
from registry.domain.cluster import Cluster, Standing, Validity
from registry.domain.cluster_facts import FactRow
from registry.domain.ending import ending_revocation
from registry.pages.words import Words

_TITLES: Final = {
    "designation": ("designated", "h_designated"),
    "renewal": ("renewed", "h_renewed"),
    "change_filing": ("changed", "h_changed"),
    "clerical_correction": ("corrected", "h_corrected"),
}
# What a change is told by; targets of plans and places of publication are for programs.
_TOLD: Final = (
    "name",
    "district",
    "leading_industry",
    "institution_name",
    "institution_code",
    "territory",
    "official_address",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a history."""

    day: date
    recorded_at: datetime | None
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    note: str = ""


def line_of(cluster: Cluster, day: date) -> dict[str, Any]:
    """A cluster as one line of the register."""
    names = ("number", "name", "district", "leading_industry", "institution_name")
    told: dict[str, Any] = {name: getattr(cluster, name) for name in names}
    return told | {"standing": cluster.standing_on(day), "period": period_on(cluster, day)}


def period_on(cluster: Cluster, day: date) -> Validity | None:
    """The period in which a day lies, or else the last one that was published by then."""
    published = [each for each in cluster.periods if each.published_on <= day]
    running = [each for each in published if each.first_day <= day <= each.last_day]
    found = running or published or list(cluster.periods)
    return max(found, key=lambda each: each.last_day, default=None)


def said_of(cluster: Cluster, standing: Standing, day: date, words: Words) -> str:
    """The standing of a day in a sentence."""
    ended = ending_revocation(cluster, day)
    if ended is not None:
        return words("revoked_said", last=words.day(ended.effective_on), clause=ended.clause)
    period = period_on(cluster, day)
    if period is None:
        return words("not_yet_valid_said")
    left = (period.last_day - day).days
    return words(f"{standing}_said", last=words.day(period.last_day), days=left)


def history_of(cluster: Cluster, rows: Sequence[FactRow], words: Words) -> list[Entry]:
    """Everything that was recorded of a cluster, by its day, then by when it was recorded."""
    entries = [*_facts(cluster, rows, words), *_ends(cluster, words)]
    return sorted(entries, key=lambda each: (each.day, str(each.recorded_at)))


def _facts(cluster: Cluster, rows: Sequence[FactRow], words: Words) -> Iterator[Entry]:
    for row in rows:
        kind, title = _TITLES[row.cause.kind]
        begun = [each for each in cluster.periods if each.recorded_at == row.recorded_at]
        changes = kind in {"changed", "corrected"}
        lines = (*_changed(row, words), *_reason(row)) if changes else _periods(begun, words)
        yield Entry(
            day=row.valid_from,
            recorded_at=row.recorded_at,
            kind=kind,
            title=words(title),
            lines=tuple(lines),
            note=_note(words, row.cause.reference, row.recorded_at),
        )


def _periods(begun: Sequence[Validity], words: Words) -> Iterator[str]:
    for each in begun:
        yield words("h_period", first=words.day(each.first_day), last=words.day(each.last_day))


def _changed(row: FactRow, words: Words) -> Iterator[str]:
    for name in _TOLD:
        if name in row.stated:
            value = row.stated[name]
            told = words.district(value) if name == "district" else value
            yield f"{words(f'f_{name}')}{words('colon')}{told}"


def _reason(row: FactRow) -> Iterator[str]:
    if row.cause.reason:
        yield row.cause.reason


def _ends(cluster: Cluster, words: Words) -> Iterator[Entry]:
    numbers = {each.case_id: each.case_number for each in cluster.revocations}
    for each in cluster.revocations:
        yield Entry(
            day=each.effective_on,
            recorded_at=each.recorded_at,
            kind="revoked",
            title=words("h_revoked", clause=each.clause),
            note=_note(words, each.case_number, each.recorded_at),
        )
    for aside in cluster.set_asides:
        yield Entry(
            day=aside.effective_on,
            recorded_at=aside.recorded_at,
            kind="set_aside",
            title=words("h_set_aside"),
            note=_note(words, numbers.get(aside.case_id, ""), aside.recorded_at),
        )


def _note(words: Words, reference: str, recorded_at: datetime | None) -> str:
    told = [words("h_reference", reference=reference)] if reference else []
    if recorded_at is not None:
        told.append(words("h_recorded", day=words.day(legal_day(recorded_at))))
    return " · ".join(told)
