"""national-2022: the one clause that is held, and the rest marked unknown."""

from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.render import as_json
from programme.standards import registry

_FACTS = {"series": [{"year": 2025, "total_output": "560000.00", "sme_output": "392000.00"}]}


def test_the_same_number_carries_another_comparator_than_in_beijing() -> None:
    national, beijing = registry.load("national-2022"), registry.load("beijing-2023")
    (here,), (there,) = national.criterion("1.1").tests, beijing.criterion("2.5").tests
    assert here.threshold == there.threshold == 70
    assert [here.comparator, here.word] == ["ge", "以上"]
    assert [there.comparator, there.word] == ["gt", "高于"]
    for standard, criterion_id, outcome in (
        (national, "1.1", "met"),
        (beijing, "2.5", "not_met"),
    ):
        verdict = check(standard, parse_facts(_FACTS, standard, 2026), changes=False)
        assert verdict.criterion(criterion_id).outcome == outcome


def test_what_is_not_held_is_unknown_and_keeps_the_whole_from_being_met() -> None:
    national = registry.load("national-2022")
    verdict = check(national, parse_facts(_FACTS, national, 2026))
    assert verdict.outcome == "unknown"
    answer = as_json(verdict)
    (held, rest) = answer["criteria"]
    assert held["quote"] == "70%以上"
    assert (rest["outcome"], rest["quote"], rest["unheld"]) == ("unknown", "", True)
    assert "未知" in answer["notice"]


def test_every_packaged_standard_is_sealed() -> None:
    assert all(summary.sealed for summary in registry.available())
