"""The demonstration's story, told to a whole stack through its API."""

from datetime import datetime
from pathlib import Path
from typing import Any

from common.clock import SHANGHAI
from deploy.demo.extract import verify_offline
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


async def test_an_objection_holds_the_list_and_its_author_alone_reads_what_came_of_it(
    story: Any, world: Any
) -> None:
    assert story.refusals["open_objection"]["code"] == "objection_open"
    dismissed, upheld = story.objections
    assert (dismissed["status"], upheld["status"]) == ("dismissed", "upheld")
    for objection in story.objections:
        path = f"/objections/{objection['receipt']}"
        wrong = await world._send("GET", path, None, headers={"Objection-Secret": "x" * 43})
        unknown = await world._send(
            "GET", "/objections/YY-AAAA-BBBB-CCCC-DDDD", None, headers={"Objection-Secret": "x"}
        )
        assert (wrong.status_code, unknown.status_code) == (404, 404)


async def test_a_late_report_is_reminded_of_proposed_decided_and_revokes_nothing(
    story: Any, world: Any
) -> None:
    late, cluster = story.revocations[0], story.numbers["chips"]
    assert (late["ground"], late["limb"], late["cluster_number"]) == (
        "17(3)",
        "report_not_filed",
        cluster,
    )
    assert late["decision"]["outcome"] == "not_revoked"
    actors = {act["act"]: act["actor"] for act in late["acts"]}
    assert (actors["open"], actors["decide"]) == ("bureau", "bureau_2")
    (owed,) = (await world.get(f"/obligations?cluster={cluster}&period=2024", "bureau"))["items"]
    shown = await world.get(f"/obligations/{owed['id']}", "bureau")
    assert (shown["state"], shown["late_days"]) == ("submitted", 25)
    assert (shown["reminder_served_on"], shown["comply_by"]) == ("2025-04-02", "2025-04-17")


async def test_an_annulled_determination_takes_its_lead_back(story: Any, world: Any) -> None:
    ended = story.revocations[2]
    assert (ended["ground"], ended["decision"]) == ("17(5)", None)
    assert ended["status"] not in {"proposed", "opened"}
    found = (await world.get("/incidents", "bureau"))["items"]
    assert [incident["status"] for incident in found] == ["annulled"]


async def test_growth_that_slows_is_warned_of_before_it_is_below_the_line(
    story: Any, world: Any
) -> None:
    told, cluster = story.warning, story.numbers["rail"]
    assert (told["criterion_id"], told["sign"], told["period"]) == ("2.6", "would_cross", "2024")
    later = (await world.get(f"/early-warnings?cluster={cluster}&criterion=2.6", "bureau"))["items"]
    assert [each["sign"] for each in later] == ["below_line"]
    others = (await world.get("/early-warnings?criterion=3.1", "bureau"))["items"]
    assert others == []  # one of two is enough, and every cluster has it


async def test_grades_follow_reports_and_targets(story: Any) -> None:
    grades = {made["cluster_number"]: made["grade"] for made in story.assessments}
    wanted = dict.fromkeys(("chips", "aircraft", "vehicles", "biology"), "A") | {"rail": "B"}
    assert grades == {story.numbers[name]: grade for name, grade in wanted.items()}


async def test_a_recorded_change_is_told_of_both_days_and_of_what_was_known(story: Any) -> None:
    old, new = "航空装备配套", "航空航天装备配套"
    assert story.changed == {"before": old, "after": new, "known": old}


async def test_a_renewed_period_joins_on_and_the_others_end_each_in_its_way(
    story: Any, world: Any
) -> None:
    renewed = await world.get(f"/clusters/{story.numbers['aircraft']}")
    assert [(each["first_day"], each["last_day"]) for each in renewed["periods"]] == [
        ("2024-01-01", "2026-12-31"),
        ("2027-01-01", "2029-12-31"),
    ]
    standing = {
        name: (await world.get(f"/clusters/{number}?at=2027-01-01"))["standing"]
        for name, number in story.numbers.items()
    }
    assert standing == {
        "aircraft": "valid",
        "biology": "expired_renewal_pending",
        "rail": "expired",
        "chips": "expired",
        "vehicles": "expired",
        "software": "revoked",
    }
    lead = story.renewed.lead
    assert (lead["ground"], lead["limb"], lead["status"]) == ("17(1)", "not_passed", "proposed")
    assert lead["cluster_number"] == story.numbers["rail"]


async def test_an_extract_is_proved_offline_and_of_a_revoked_cluster_it_says_so(
    story: Any, world: Any
) -> None:
    assert story.extract == 0
    code, said = await verify_offline(world, story.numbers["software"])
    assert code == 1, said


async def test_every_figure_of_the_dashboard_is_the_list_behind_it(story: Any, world: Any) -> None:
    figures = [figure for figure in figures_in(story.dashboard) if "limit" not in figure["href"]]
    assert len(figures) > 20
    for figure in figures:
        path = figure["href"].removeprefix("/v1")
        joined = "&" if "?" in path else "?"
        items = (await world.get(f"{path}{joined}limit=200", "bureau"))["items"]
        assert len(items) == figure["value"], figure


def figures_in(told: Any) -> Any:
    """Every figure with its list, wherever it stands."""
    if isinstance(told, list):
        for item in told:
            yield from figures_in(item)
    if isinstance(told, dict):
        if "href" in told and isinstance(told.get("value"), int):
            yield told
        for value in told.values():
            yield from figures_in(value)


async def test_the_four_databases_prove_it_together(story: Any, full_stack: Any) -> None:
    verdict = await verify(read(Path(full_stack["objects_dir"]).parent / "run.json"))
    assert verdict.faults == []
    assert any(line["line"] == "sent" for line in verdict.lines)
