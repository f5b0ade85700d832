"""The demonstration's story, told to a whole stack through its API."""

from datetime import datetime
from pathlib import Path
from typing import Any

from common.clock import SHANGHAI
from deploy.local.verify import verify
from deploy.local.wiring import read

DESIGNATED = [
    ("2024-03-04", "application.submitted"),
    ("2024-03-08", "application.accepted"),
    ("2024-04-08", "application.recommended"),
    ("2024-04-08", "evaluation.opened"),
    ("2024-05-10", "evaluation.completed"),
    ("2024-05-20", "notice.published"),
    ("2024-05-27", "notice.closed"),
    ("2024-05-27", "cluster.designated"),
]
REVOKED = [
    ("2025-03-10", "report.confirmed"),
    ("2025-06-16", "revocation.opened"),
    ("2025-06-16", "revocation.notified"),
    ("2025-07-10", "revocation.closed"),
    ("2025-07-10", "cluster.revoked"),
]


def days(story: Any, name: Any) -> Any:
    """The legal day and the event of every line of a timeline."""
    lines = story.timelines[name]["items"]
    moments = [datetime.fromisoformat(line["at"]).astimezone(SHANGHAI) for line in lines]
    return [
        (moment.date().isoformat(), line["event"])
        for moment, line in zip(moments, lines, strict=True)
    ]


async def test_one_cluster_is_designated_reports_and_is_revoked(story: Any) -> None:
    told = days(story, "software")
    assert [line for line in told if line in DESIGNATED] == DESIGNATED
    assert [line for line in told if line in REVOKED] == REVOKED
    assert len(told) == len(DESIGNATED) + len(REVOKED)
    assert story.timelines["software"]["moves_next"] is None


async def test_one_fails_a_figure_and_is_not_recommended_with_the_clause(story: Any) -> None:
    refusal = story.refusals["figure"]
    assert refusal["code"] == "criterion_not_met"
    assert [error["pointer"] for error in refusal["errors"]] == ["/criteria/2.4"]
    assert refusal["clause"] == "认定标准 二"
    assert story.timelines["robots"]["status"] == "not_recommended"
    names = {cluster["name"] for cluster in story.register}
    assert story.cases["robots"].part.name not in names


async def test_one_is_returned_corrected_and_designated(story: Any) -> None:
    events = [event for _, event in days(story, "chips")]
    first = events.index("application.submitted")
    assert events[first : first + 4] == [
        "application.submitted",
        "application.returned",
        "application.submitted",
        "application.accepted",
    ]
    assert ("2024-05-27", "cluster.designated") in days(story, "chips")


async def test_one_loses_on_a_soft_criterion_that_a_person_found_not_met(story: Any) -> None:
    evaluation = story.evaluations["measuring"]
    (line,) = [each for each in evaluation["criteria"] if each["id"] == "2.3"]
    assert line["force"] == "soft"
    assert line["outcome"] == "not_met"
    assert line["judgment"]["reason"] == story.cases["measuring"].part.turns["doubt"]["reason"]
    assert [error["pointer"] for error in story.refusals["soft"]["errors"]] == ["/criteria/2.3"]
    decision = evaluation["decisions"][-1]
    assert decision["outcome"] == "not_proposed"
    assert "认定标准 二 2.3" in decision["clauses"]
    assert decision["remedies"]
    assert story.timelines["measuring"]["outcome"] == "not_proposed"


async def test_the_same_soft_miss_with_a_reason_that_holds_is_designated(story: Any) -> None:
    (line,) = [each for each in story.evaluations["chips"]["criteria"] if each["id"] == "2.3"]
    assert (line["force"], line["outcome"]) == ("soft", "met")


async def test_one_is_withdrawn_by_its_institution_and_goes_no_further(story: Any) -> None:
    assert days(story, "instruments")[-1] == ("2024-03-20", "application.withdrawn")
    assert story.timelines["instruments"]["status"] == "withdrawn"
    assert "instruments" not in story.evaluations


async def test_a_district_goes_over_its_soft_quota_with_a_reason_only(story: Any) -> None:
    assert story.refusals["quota"]["code"] == "quota_reason_missing"
    assert story.refusals["quota"]["clause"] == "管理办法 第七条"
    district = [case for case in story.cases.values() if case.part.district == "district_2"]
    assert len(district) == story.rounds[0]["terms"]["quota"]["per_district"] + 1
    assert ("2024-04-08", "application.recommended") in days(story, "vehicles")
    assert ("2024-05-27", "cluster.designated") in days(story, "vehicles")


async def test_the_register_shows_the_six_that_were_designated_and_nobody_else(story: Any) -> None:
    standing = {cluster["name"]: cluster["standing"] for cluster in story.register}
    valid = ("chips", "aircraft", "vehicles", "rail", "biology")
    told = {story.cases[name].part.name: "valid" for name in valid}
    assert standing == told | {story.cases["software"].part.name: "revoked"}
    assert len(story.cases) == 9


async def test_the_four_databases_prove_it_together(story: Any, full_stack: Any) -> None:
    verdict = await verify(read(Path(full_stack["objects_dir"]).parent / "run.json"))
    assert verdict.faults == []
    assert any(line["line"] == "sent" for line in verdict.lines)
