"""beijing-2023: complete, verbatim, sealed; a bad file is refused with its place."""

import re
from pathlib import Path

import pytest

from programme.kernel.trial import failures
from programme.standards import registry
from programme.standards.cases import read_cases
from programme.standards.loading import load_text
from programme.standards.sealing import parse_seals
from programme.standards.standard import Standard
from programme.strict_toml import DataRefused, packaged_text

_LAW = (Path(__file__).parent / "data" / "measure.zh.txt").read_text(encoding="utf-8")
_TEXT = packaged_text("programme.standards", "beijing-2023.toml")
_COUNTS = {1: 2, 2: 7, 3: 1, 4: 4, 5: 8, 6: 9, 7: 7, 8: 3, 9: 6}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _annex() -> str:
    return _squeezed(_LAW.rpartition("认定标准 (2023年版)")[2])


def test_all_criteria_of_the_nine_sections_are_there(standard: Standard) -> None:
    ids = [f"{section}.{n}" for section, count in _COUNTS.items() for n in range(1, count + 1)]
    assert [criterion.id for criterion in standard.criteria] == ids
    assert len(ids) == 47


def test_every_quote_stands_in_its_section_of_the_annex(standard: Standard) -> None:
    annex = _annex()
    starts = {name: annex.index(f"{name}、{title}") for name, title in standard.sections.items()}
    for criterion in standard.criteria:
        begin = starts[criterion.clause]
        end = min((start for start in starts.values() if start > begin), default=len(annex))
        assert _squeezed(criterion.quote) in annex[begin:end], criterion.id


def test_no_clause_of_the_annex_is_left_uncovered(standard: Standard) -> None:
    left = _annex()
    for name, title in standard.sections.items():
        left = left.replace(f"{name}、{title}", "")
    for criterion in standard.criteria:
        assert left.count(_squeezed(criterion.quote)) == 1, criterion.id
        left = left.replace(_squeezed(criterion.quote), "")
    assert re.sub(r"[，；。]|[12]\.", "", left) == ""


def test_every_case_comes_out_as_stated(standard: Standard) -> None:
    cases = read_cases(registry.cases_text("beijing-2023"), place="cases")
    assert len(cases) > 30
    assert list(failures(standard, cases)) == []


def test_a_case_that_expects_something_else_is_reported(standard: Standard) -> None:
    text = registry.cases_text("beijing-2023").replace('"2.6" = "not_met"', '"2.6" = "met"')
    found = list(failures(standard, read_cases(text, place="cases")))
    assert len(found) == 1
    assert "2.6 not_met, expected met" in found[0]


def test_the_standard_is_listed_and_sealed(standard: Standard) -> None:
    (summary,) = [entry for entry in registry.available() if entry.id == "beijing-2023"]
    assert summary.sealed
    assert summary.sha256 == standard.sha256
    assert summary.criteria_count == 47


def test_an_unknown_standard_is_a_typed_error() -> None:
    with pytest.raises(registry.UnknownStandard):
        registry.load("beijing-2022")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("threshold = 40\n", "threshold = 41\n"),
        ("revision = 1\n", "revision = 2\n"),
        ("集群占地面积一般不超过", "集群占地面积不超过"),
    ],
)
def test_a_sealed_standard_that_was_changed_is_refused(
    standard: Standard, old: str, new: str
) -> None:
    changed = _TEXT.replace(old, new, 1)
    assert changed != _TEXT
    with pytest.raises(DataRefused, match="sealed"):
        load_text(changed, place="x", seals={"beijing-2023": standard.sha256})


def test_comments_and_layout_do_not_change_the_hash(standard: Standard) -> None:
    again = load_text("# a remark\n\n" + _TEXT, place="x", seals={})
    assert again.sha256 == standard.sha256


@pytest.mark.parametrize("line", ["beijing-2023", "beijing-2023 12ab", "a b c"])
def test_a_bad_seal_is_refused(line: str) -> None:
    with pytest.raises(DataRefused):
        parse_seals(f"# seals\n{line}\n")
