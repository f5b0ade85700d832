"""The dashboard and the scorecards: every figure opens a list of exactly so many items."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import insert

from common.actor import service_actor
from common.contracts.case import Institution
from common.contracts.cluster import Period
from common.ids import new_id
from monitoring.tables.early_warnings import early_warnings

BOARD = "/v1/dashboards/programme?period=2024"
CARDS = "/v1/scorecards/districts?period=2024"
RETURN = {"reason": "核实", "items": [{"pointer": "/annual_metrics", "reason": "口径"}]}


def period(first: int, last: int) -> Any:
    days = {"first_day": date(first, 1, 1), "last_day": date(last, 12, 31)}
    return (Period(style="calendar_years", **days),)


async def a_programme(reporting: Any) -> None:
    """Six clusters in two districts; the reports of four are on time, late, overdue, returned."""
    there: dict[str, Any] = {
        "district": "110113",
        "institution": Institution(code="91110113MA0000000X", name="乙"),
    }
    places: tuple[dict[str, Any], ...] = (
        {},
        {},
        {},
        there,
        {**there, "leading_industry": "智能装备"},
        {},
    )
    spans = ((2024, 2026), (2024, 2026), (2023, 2025), (2024, 2026), (2023, 2025), (2021, 2023))
    facts = [
        await reporting.designate(
            cluster_id=new_id(), number=f"BJ-2024-{n:04d}", periods=period(*span), **place
        )
        for n, (place, span) in enumerate(zip(places, spans, strict=True), 1)
    ]
    reporting.move_to(2025, 3, 20)
    first = await reporting.submitted(facts[0])
    returned = await reporting.submitted(facts[1])
    reporting.move_to(2025, 4, 10)
    await reporting.submitted(facts[2])
    report = await reporting.get(first, "district")
    tag = report.headers["ETag"]
    done = await reporting.act(f"{first}/review", "district", {"opinion": "属实"}, match=tag)
    reporting.move_to(2025, 4, 15)
    words, tag = {"comment": "确认"}, done.headers["ETag"]
    await reporting.act(f"{first}/confirmation", "bureau", words, match=tag)
    tag = (await reporting.get(returned, "district")).headers["ETag"]
    await reporting.act(f"{returned}/return", "district", RETURN, match=tag)
    await support_and_warnings(reporting, facts)


async def support_and_warnings(reporting: Any, facts: Any) -> None:
    note = {"topic": "problems", "direction": "green", "noted_on": "2024-05-05", "text": "能耗偏高"}
    measure = {
        "level": "municipal",
        "giver": "市级",
        "given_on": "2024-06-01",
        "description": "补助",
    }
    body = note | {"cluster_number": facts[0].number}
    await reporting.act("/v1/tracking-notes", "district", body, match=None)
    for kind, amount in (("fiscal", "120.5"), ("talent", "80"), ("fiscal", "9.55")):
        body = measure | {"kind": kind, "amount_10k_yuan": amount}
        body["cluster_number"] = facts[3 if kind == "talent" else 0].number
        made = await reporting.act("/v1/support-measures", "bureau", body, match=None)
        assert made.status_code == 201, made.text
    async with reporting.running.worker.transaction(
        service_actor("monitoring"), at=reporting.running.clock.now()
    ) as tx:
        for each, cleared in ((facts[0], None), (facts[3], None), (facts[1], tx.at)):
            await tx.connection.execute(
                insert(early_warnings).values(
                    id=new_id(),
                    cluster_id=each.cluster_id,
                    cluster_number=each.number,
                    cluster_name=each.name,
                    district=each.district,
                    period="2024",
                    criterion_id="2.1",
                    test=0,
                    sign="would_cross",
                    figures=WARNED,
                    raised_at=tx.at,
                    cleared_at=cleared,
                )
            )


WARNED: dict[str, Any] = {}


def figures(node: Any, place: str = "") -> Iterator[tuple[str, int, str]]:
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from figures(each, f"{place}/{number}")
    elif isinstance(node, dict):
        if node.keys() == {"value", "href"}:
            yield place, node["value"], node["href"]
        for name, each in node.items():
            yield from figures(each, f"{place}/{name}")


async def length(reporting: Any, href: str, person: str) -> int:
    joint = "&" if "?" in href else "?"
    answer = await reporting.get(f"{href}{joint}limit=200", person)
    assert answer.status_code == 200, (href, answer.text)
    assert answer.json()["next"] is None
    return len(answer.json()["items"])


async def test_every_figure_opens_a_list_of_so_many_items_for_whoever_asks(reporting: Any) -> None:
    await a_programme(reporting)
    counted = 0
    for person in ("bureau", "district", "district_2", "auditor"):
        for address in (BOARD, CARDS):
            answer = await reporting.get(address, person)
            assert answer.status_code == 200, answer.text
            found = list(figures(answer.json()))
            wrong = [
                (place, value, href)
                for place, value, href in found
                if await length(reporting, href, person) != value
            ]
            assert wrong == []
            counted += sum(value > 0 for _, value, _ in found)
    assert counted > 60  # else the lists would agree because nothing is in them
    for person in ("institution", "expert_1", "operator", "system"):
        for address in (BOARD, CARDS, BOARD.replace("programme", "programme.html")):
            assert (await reporting.get(address, person)).status_code == 403


async def test_the_dashboard_says_how_the_programme_stands(reporting: Any) -> None:
    await a_programme(reporting)
    board = (await reporting.get(BOARD, "bureau")).json()
    target = board["against_target"]
    assert (target["designated"]["value"], target["about"], target["last_year"]) == (6, 20, 2025)
    assert (board["valid"]["value"], board["district"]) == (5, None)
    industries = {each["industry"]: each["valid"]["value"] for each in board["by_industry"]}
    assert industries == {"行业应用软件": 4, "智能装备": 1}
    reports = board["reports"]
    assert [reports[name]["value"] for name in ("owed", "late", "overdue", "confirmed")] == [
        5,
        1,
        2,
        1,
    ]
    assert (reports["on_time"]["part"]["value"], reports["on_time"]["percent"]) == (2, "40.0")
    assert reports["returned"]["percent"] == "33.3"
    assert (reports["review"]["days"], reports["confirmation"]["days"]) == (21, 5)
    assert {each["kind"]: each["supports"]["amount_10k_yuan"] for each in board["supports"]} == {
        "fiscal": "130.05",
        "talent": "80.00",
    }
    assert (board["expiring"]["year"], board["expiring"]["clusters"]["value"]) == (2025, 2)
    later = (await reporting.get(BOARD.replace("2024", "2026"), "bureau")).json()
    assert (later["against_target"]["about"], later["against_target"]["designated"]["value"]) == (
        None,
        0,
    )
    own = (await reporting.get(BOARD, "district_2")).json()
    assert (own["district"], own["valid"]["value"]) == ("110113", 2)


async def test_the_page_shows_the_same_figures_and_asks_for_nothing(reporting: Any) -> None:
    await a_programme(reporting)
    address = BOARD.replace("programme", "programme.html")
    client, headers = reporting.running.client, reporting.running.as_("bureau")
    for language, word in (("zh-CN", "按时报送率"), ("en", "Reports on time")):
        answer = await client.get(address, headers=headers | {"Accept-Language": language})
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        text = answer.text
        assert f'<html lang="{language}">' in text
        assert word in text
        assert "40.0" in text
        for asked in ("<script", "src=", "href=", "url(", "@import", "<form", "<iframe"):
            assert asked not in text
    assert (await client.get(address)).status_code == 401
    odd = await reporting.get("/v1/dashboards/programme?period=24", "bureau")
    assert odd.status_code == 422
