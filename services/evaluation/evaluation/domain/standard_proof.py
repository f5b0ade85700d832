"""What must hold of a standard that is kept: its hash, two persons, days as its acts say."""

from collections.abc import Iterator

from evaluation.domain.standard import Revision, StandardAct, StandardRecord, days_of


def faults_of(record: StandardRecord) -> Iterator[str]:
    """Whatever of a standard's acts does not fit its texts or its days."""
    known = {revision.pin for revision in record.revisions}
    for number, act in enumerate(record.acts, start=1):
        if act.number != number:
            yield f"an act before act {act.number} is missing"
        if act.standard not in known:
            yield f"act {act.number} names a revision or a hash that is not kept"
        if act.act == "confirmed":
            yield from _one_person(record, act)
    for revision in record.revisions:
        yield from _days(record, revision)


def _one_person(record: StandardRecord, act: StandardAct) -> Iterator[str]:
    earlier = [a for a in record.acts if a.number < act.number and a.standard == act.standard]
    proposals = [each for each in earlier if each.act == "proposed"]
    if not proposals or proposals[-1].actor == act.actor:
        yield f"act {act.number} publishes it without a proposal by another person"


def _days(record: StandardRecord, revision: Revision) -> Iterator[str]:
    published, days = record.publication(revision), revision.days
    if (published is None) != (days is None):
        yield f"revision {revision.number} is in force without a publication, or published and not"
    elif published and days and days_of(published).first != days.first:
        yield f"revision {revision.number} is in force from another day than was published"
