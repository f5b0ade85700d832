"""Five hundred histories of clusters: on day D as known at K, the register tells a replay."""

from datetime import timedelta
from random import Random
from uuid import UUID

from common.contracts.case import PlanTarget
from registry.domain.cluster import Cluster, Revocation, SetAside, Validity
from registry.domain.cluster_facts import Cause, FactRow
from registry.domain.cluster_history import as_known
from registry.domain.cluster_renewal import RenewalStep
from tests.bench.register_replay import DAYS, NAMES, Entry, day_of, history, noon_of, replay

CLUSTERS, INSTANTS, DAYS_ASKED = 500, 4, 5
OTHERS = {
    "district": "110108",
    "institution_name": "运营管理机构",
    "plan_targets": (PlanTarget(metric="output", unit="万元", base_value="1.00", targets={}),),
    "notice_number": "BJ-2027-N-0001",
    "official_address": "https://jxj.beijing.gov.cn/",
}


def register_of(entries: list[Entry]) -> tuple[Cluster, list[FactRow]]:
    """The same history as the register keeps it."""
    rows = [
        FactRow(
            id=UUID(int=serial),
            valid_from=day_of(entry.day),
            recorded_at=entry.recorded_at,
            cause=Cause(kind="change_filing", reference="BJ-2027-C-0001"),
            stated=(OTHERS if serial == 0 else {}) | entry.stated,
        )
        for serial, entry in enumerate(entries)
        if entry.kind == "state"
    ]
    first = rows[0]
    cluster = Cluster(
        id=UUID(int=1),
        number="BJ-2027-0001",
        version=1,
        published_on=first.valid_from,
        periods=tuple(
            Validity(
                first_day=day_of(e.day),
                last_day=day_of(e.last),
                style="date_to_date",
                published_on=day_of(e.published),
                recorded_at=e.recorded_at,
            )
            for e in entries
            if e.kind == "period"
        ),
        revocations=tuple(
            Revocation(
                case_id=UUID(int=e.about),
                case_number=f"BJ-2027-R-{e.about:04d}",
                ground="17(2)",
                clause="管理办法 第十七条（二）",
                effective_on=day_of(e.day),
                published_on=day_of(e.day),
                recorded_at=e.recorded_at,
            )
            for e in entries
            if e.kind == "revoke"
        ),
        set_asides=tuple(
            SetAside(
                case_id=UUID(int=e.about),
                effective_on=day_of(e.day),
                recorded_at=e.recorded_at,
            )
            for e in entries
            if e.kind == "set_aside"
        ),
        renewals=tuple(
            RenewalStep(
                application_id=UUID(int=e.about),
                state=e.state,
                at=noon_of(e.day),
                recorded_at=e.recorded_at,
            )
            for e in entries
            if e.kind == "renewal"
        ),
        **dict(first.stated),
    )
    return cluster, rows


def test_on_any_day_as_known_at_any_instant_the_register_agrees_with_a_replay() -> None:
    random = Random(20240301)
    asked, standings = 0, set()
    for serial in range(CLUSTERS):
        entries = history(random)
        cluster, rows = register_of(entries)
        for _ in range(INSTANTS):
            known_at = noon_of(random.randrange(DAYS)) + timedelta(seconds=random.randrange(12))
            calendar = replay(entries, known_at=known_at)
            for number in random.sample(range(DAYS), DAYS_ASKED):
                day = day_of(number)
                found = as_known(cluster, rows, day=day, known_at=known_at)
                asked += 1
                assert (found is None) == (calendar is None), (serial, known_at)
                if found is None or calendar is None:
                    continue
                told = {name: getattr(found, name) for name in NAMES}
                assert told == calendar.told(number), (serial, known_at, day)
                assert found.standing_on(day) == calendar.standing(number), (serial, known_at, day)
                standings.add(calendar.standing(number))
    assert asked == CLUSTERS * INSTANTS * DAYS_ASKED
    assert len(standings) == 5  # the histories reach every standing
