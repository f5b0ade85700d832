"""The report says what the JSON says, in two languages, and nothing stands on the wrong side."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.report.chart import HALF, LINE, NEAR, chart_of
from evaluation.report.content import report_of
from evaluation.report.pages import for_paper, page
from evaluation.report.words import Language, Words
from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.render import as_json
from programme.kernel.shown import exact, truncated
from programme.standards import registry

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
STANDARD = registry.load("beijing-2023")
NASTY = '</b><script>alert("#x")</script>'


def answer_to(facts: dict[str, Any]) -> dict[str, Any]:
    return as_json(check(STANDARD, parse_facts(facts, STANDARD, 2024)))


def report(facts: dict[str, Any], language: Language = "zh-CN") -> dict[str, Any]:
    return report_of(
        answer_to(facts),
        STANDARD,
        facts=parse_facts(facts, STANDARD, 2024),
        at=datetime(2024, 3, 1, 1, 2, tzinfo=UTC),
        words=Words(language),
    )


def text_of(html: str) -> str:
    return "".join(ElementTree.fromstring(html).itertext())


@pytest.fixture
def kinds(make: Any) -> dict[str, Any]:
    """Facts of every sort: all known, hardly met, missed, on the line, nothing known."""
    energy = {"energy_intensive": True, "energy_unit": NASTY, "energy_direction": "lower_is_better"}
    bad = make["facts"](output_2021="399999.99", land_area_km2="100.01", quality_enterprise_count=9)
    bad |= {"leading_little_giant_count": 0, "water_intensive": None}
    bad |= energy | {"energy_use": "12.5", "energy_baseline": "12.5"}
    tie = make["facts"](land_area_km2="100")
    tie["series"][3] |= {"sme_output": "392000", "platform_user_count": 21}
    tie["series"][0]["sme_rd_expense"], tie["series"][3]["sme_rd_expense"] = "10000", "13310"
    short = make["facts"](output_2022=None)
    del short["series"][1]["co2_emission_t"]
    return {"good": make["facts"](), "bad": bad, "tie": tie, "short": short, "nothing": {}}


def every_test(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for criterion in answer["criteria"]:
        yield from criterion["tests"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_answer_stands_in_the_report(
    kinds: dict[str, Any], language: Language
) -> None:
    for facts in kinds.values():
        text = text_of(page(report(facts, language)))
        for test in every_test(answer_to(facts)):
            shown = (test[name] for name in ("value_shown", "threshold_shown", "margin_shown"))
            numbers = [amount.rpartition(" ")[0] for amount in shown if amount]
            numbers += [item["value"] for item in test["inputs"]]
            assert [number for number in numbers if number not in text] == []
        changes = [c for each in answer_to(facts)["criteria"] for c in each["to_pass"]]
        assert [c for c in changes if c["needed"] not in text or c["change"] not in text] == []


def test_both_languages_hold_the_same_figures(kinds: dict[str, Any]) -> None:
    for facts in kinds.values():
        zh, en = (report(facts, language) for language in LANGUAGES)
        for one, other in zip(zh["rows"], en["rows"], strict=True):
            assert one["quote"] == other["quote"]
            for left, right in zip(one["tests"], other["tests"], strict=True):
                assert left["chart"] == right["chart"]
                for name in ("figures", "exact", "margin", "line_short"):
                    assert digits(left[name]) == digits(right[name])


def digits(text: str | None) -> list[str]:
    without_units = re.sub(r"× CNY [\d,]+|per (CNY )?[\d,]+|每?个?/万", "", text or "")
    return re.findall(r"\d+(?:\.\d+)?", without_units)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_asks_for_nothing_else(
    kinds: dict[str, Any], language: Language
) -> None:
    for facts in kinds.values():
        html = page(report(facts, language))
        root = ElementTree.fromstring(html)
        assert root.get("lang") == language
        names = {element.tag for element in root.iter()}
        assert names.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
        links = {value for e in root.iter() for key, value in e.items() if key in {"href", "src"}}
        ids = {f"#{e.get('id')}" for e in root.iter() if e.get("id")}
        assert links <= ids
        assert re.search(r"https?:|//[a-z]|@import|url\(|\son[a-z]+=", html) is None
        assert html.count(Words(language).of(STANDARD.notice)) >= 2
        assert STANDARD.sha256 in html


def test_what_was_filed_stays_text(kinds: dict[str, Any]) -> None:
    html = page(report(kinds["bad"]))
    assert "<script" not in html
    assert NASTY in text_of(html)
    pictures = [
        t["picture"] for row in for_paper(report(kinds["bad"]))["rows"] for t in row["tests"]
    ]
    assert all(ElementTree.fromstring(picture) is not None for picture in pictures)


def test_no_figure_is_called_by_the_name_of_its_field(kinds: dict[str, Any]) -> None:
    for facts in kinds.values():
        for row in report(facts, "zh-CN")["rows"]:
            said = [*row["remarks"], *row["to_pass"]]
            for test in row["tests"]:
                said += [test["formula"], *test["missing"], test["range"] or "", test["line"]]
            filed = [text.replace(NASTY, "") for text in said]
        assert [text for text in filed if re.search("[a-z]{3,}", text)] == []


def test_only_the_words_of_the_law_stay_chinese_in_english(kinds: dict[str, Any]) -> None:
    for facts in kinds.values():
        told = report(facts, "en")
        said = [told["standard"]["title"], told["standard"]["issuer"]]
        for row in told["rows"]:
            said += [row["title"], row["clause"], *row["remarks"], *row["to_pass"]]
            for test in row["tests"]:
                said += [test["formula"], test["value"], test["line_short"], test["margin"]]
        # The grades of incidents are named by the law's own word beside ours.
        said = [re.sub(r"\((较大|重大)\)", "", text) for text in said]
        assert [text for text in said if re.search("[一-鿿]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standard_id", [each.id for each in registry.available()])
def test_every_standard_has_a_report(standard_id: str, language: Language) -> None:
    standard = registry.load(standard_id)
    facts = parse_facts({}, standard, 2024)
    answer = as_json(check(standard, facts))
    at, words = datetime(2024, 3, 1, tzinfo=UTC), Words(language)
    told = report_of(answer, standard, facts=facts, at=at, words=words)
    text = text_of(page(told))
    assert words.of(standard.notice) in text
    for criterion in standard.criteria:
        assert words.of(criterion.title) in text
        assert criterion.quote in text
        assert not criterion.unheld or words("unheld") in text
    assert [t["title"] for t in (told["points"] or {}).get("tables", [])] == [
        words.of(table.title) for table in standard.points
    ]


def test_points_are_a_range_while_figures_are_missing_and_an_edge_is_in_its_band() -> None:
    standard = registry.load("example-points")
    growth = [{"year": 2020, "total_output": "10000"}, {"year": 2023, "total_output": "13310"}]
    growth[1]["sme_output"] = "9317"
    facts = parse_facts({"series": growth}, standard, 2024)
    answer = as_json(check(standard, facts))
    at = datetime(2024, 3, 1, tzinfo=UTC)
    told = report_of(answer, standard, facts=facts, at=at, words=Words("en"))
    share, rate, quality = told["points"]["tables"]
    assert (share["value"], share["points"]) == ("70 %", "5")
    assert (rate["value"], rate["points"]) == ("10 %", "0")
    assert share["bands"] == "< 70 %: 0; ≥ 70 %: 5; ≥ 80 %: 8; ≥ 90 %: 10"
    assert rate["bands"] == "≤ 10 %: 0; > 10 %: 4; > 20 %: 10"
    assert (quality["points"], told["points"]["total"]) == ("[0, 5]", "[5, 10]")


def test_what_must_be_looked_at_comes_first(kinds: dict[str, Any]) -> None:
    found = {each["id"]: each["outcome"] for each in report(kinds["bad"])["attention"]}
    expected = {
        each["id"]: each["outcome"]
        for each in answer_to(kinds["bad"])["criteria"]
        if each["force"] != "judged" and each["outcome"] not in {"met", "not_applicable"}
    }
    assert found == expected
    assert {"2.3", "2.4", "3.1", "7.6", "7.7"} <= found.keys()
    assert report(kinds["good"])["attention"] == []


COMPARED = {
    "gt": lambda value, line: value > line,
    "ge": lambda value, line: value >= line,
    "lt": lambda value, line: value < line,
    "le": lambda value, line: value <= line,
    "eq": lambda value, line: value == line,
}


def stated(value: Fraction, line: Fraction, comparator: str) -> dict[str, Any]:
    """A test as the kernel states it."""
    return {
        "value": exact(value),
        "value_shown": f"{truncated(value)} %",
        "threshold": exact(line),
        "threshold_shown": f"{exact(line)} %",
        "comparator": comparator,
        "outcome": "met" if COMPARED[comparator](value, line) else "not_met",
    }


LINES = st.integers(0, 1000).map(lambda n: Fraction(n, 10))
FAR = st.fractions(-(10**12), 10**12, max_denominator=10**9)
HARDLY = st.sampled_from([Fraction(0), Fraction(1, 10**12), Fraction(-1, 10**12)])


# A line finer than what is shown: then the shown number may lie on the other side.
FINE = st.integers(0, 10**8).map(lambda n: Fraction(n, 10**6))


@given(LINES | FINE, FAR | HARDLY, st.sampled_from(sorted(COMPARED)))
def test_a_mark_stands_on_the_side_of_its_value_and_only_a_tie_on_the_line(
    line: Fraction, distance: Fraction, comparator: str
) -> None:
    chart = chart_of(stated(line + distance, line, comparator))
    (place,) = chart.places
    assert (place.x > LINE, place.x < LINE) == (distance > 0, distance < 0)
    assert place.x == LINE or NEAR <= abs(place.x - LINE) <= HALF
    low, high = chart.passing
    passes = low <= place.x <= high and (place.x != LINE or chart.inclusive)
    assert passes == (chart.outcome == "met")


@given(LINES, st.lists(FAR | HARDLY, min_size=2, max_size=2).map(sorted))
def test_the_ends_of_a_range_stand_on_their_sides(line: Fraction, away: list[Fraction]) -> None:
    low, high = (truncated(line + distance) for distance in away)
    test = stated(line, line, "ge") | {"value": None, "value_shown": f"[{low}, {high}] %"}
    ends = chart_of(test | {"outcome": "unknown"}).places
    assert [(end.x > LINE) - (end.x < LINE) for end in ends] == [(d > 0) - (d < 0) for d in away]


def test_exact_ties_are_drawn_on_the_line_and_one_unit_off_beside_it(make: Any) -> None:
    def drawn(users: int, sme_output: str) -> list[tuple[str, float]]:
        facts = make["facts"]()
        facts["series"][3] |= {"platform_user_count": users, "sme_output": sme_output}
        rows = {row["id"]: row["tests"][0] for row in report(facts)["rows"] if row["tests"]}
        return [(rows[id_]["outcome"], rows[id_]["chart"].places[0].x) for id_ in ("6.4", "2.5")]

    assert drawn(21, "392000.00") == [("met", LINE), ("not_met", LINE)]  # 15 % and 70 %
    below, above = drawn(20, "391999.99"), drawn(22, "392000.01")
    assert [outcome for outcome, _ in below + above] == ["not_met", "not_met", "met", "met"]
    assert all(x < LINE for _, x in below)
    assert all(x > LINE for _, x in above)
