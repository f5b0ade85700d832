"""The release of a list: after its window, as it was on notice, against no open objection."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from common.clock import legal_day
from registry.domain.notice import (
    Designated,
    Notice,
    NoticeEntry,
    Release,
    moved_on,
    require_posted,
    require_window_over,
    snapshot_sha256,
)
from registry.domain.notice_correction_refusals import ReplacedByCorrection
from registry.domain.objection_refusals import ListUpheldAgainst, ObjectionOpen
from registry.domain.refusals import SnapshotBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What stands against a release: how many open objections, and what they concern.

    `whole_list` is an open one to the list as such, `upheld_list` one that was found to be right.
    """

    open_count: int = 0
    whole_list: bool = False
    upheld_list: bool = False
    applications: frozenset[UUID] = frozenset()


NOTHING = Against()


def release_notice(notice: Notice, release: Release, *, at: datetime) -> Notice:
    """The notice as released: after its window, and only with the list that was on it."""
    require_window_over(notice, legal_day(at))
    assert notice.closed_on is not None
    require_posted(release, not_before=notice.closed_on, at=at)
    if snapshot_sha256(notice) != notice.sha256:
        raise SnapshotBroken()
    moved = moved_on(notice, "release", choose="released")
    return replace(moved, release=replace(release, sha256=notice.sha256))


def releasable(
    notice: Notice, standing: Collection[UUID], against: Against, *, list_waits: bool
) -> tuple[NoticeEntry, ...]:
    """The entries that go out now (READING 11): all that stand, or none, by the round's terms.

    Where the round lets only the entry concerned wait, the others go out without it.
    """
    if against.upheld_list:
        raise ListUpheldAgainst()
    entries = tuple(each for each in notice.entries if each.proposal_id in standing)
    if notice.corrected_by and not entries:
        raise ReplacedByCorrection(by="、".join(notice.corrected_by))
    free = tuple(each for each in entries if each.application_id not in against.applications)
    waits = list_waits or against.whole_list or not free
    if against.open_count and waits:
        raise ObjectionOpen(count=against.open_count)
    return free


def with_outcome(
    notice: Notice, made: Iterable[Designated], *, held_back: Sequence[UUID], against: Against
) -> Notice:
    """The notice with whom it designated; it stays closed while an objection is open.

    Left out is who no longer stands; held back, who waits for a finding.
    """
    assert notice.release is not None
    clusters = tuple(made)
    earlier = [each for release in notice.earlier_releases for each in release.clusters]
    settled = {each.application_id for each in (*earlier, *clusters)} | set(held_back)
    left_out = tuple(e.application_id for e in notice.entries if e.application_id not in settled)
    told = replace(notice.release, clusters=clusters, left_out=left_out, held_back=tuple(held_back))
    if not against.open_count:
        return replace(notice, release=told)
    parts = (*notice.earlier_releases, told)
    return replace(notice, status="closed", release=None, earlier_releases=parts)


def releases_of(notice: Notice) -> tuple[Release, ...]:
    """Every part of the list that went out, in order."""
    last = () if notice.release is None else (notice.release,)
    return (*notice.earlier_releases, *last)


def release_of(notice: Notice, number: str) -> Release | None:
    """The part of the list with which a cluster was designated or renewed."""
    for part in releases_of(notice):
        if any(each.cluster_number == number for each in part.clusters):
            return part
    return None
