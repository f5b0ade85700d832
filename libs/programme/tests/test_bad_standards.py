"""A bad standard is refused with its place: the file and the path of the key."""

import pytest

from programme.standards.loading import load_text
from programme.strict_toml import DataRefused, packaged_text

_FILE = "beijing-2023.toml"
_TEXTS = {
    name: packaged_text("programme.standards", name)
    for name in (_FILE, "example-points.toml", "national-2022.toml")
}
_YEARS = 'years = ["T-2", "T-1", "T"]'
_LIMB = 'comparator = "ge"\nword = "以上"'
_LEAST = 'kind = "least_over", of = "total_output"'
_SHARE = 'kind = "share", part = "sme_output"'


def _place_of(text: str, file: str) -> tuple[str, str]:
    with pytest.raises(DataRefused) as refused:
        load_text(text, place=file, seals={})
    return refused.value.place, refused.value.reason


_BAD = [
    ("unknown key", "revision = 1\n", 'revision = 1\nremark = "x"\n', "", "unknown keys"),
    ("key twice", "revision = 1\n", "revision = 1\nrevision = 2\n", "", "overwrite"),
    ("key missing", 'issuer = "北京市经济和信息化局"\n', "", "issuer", "is missing"),
    ("wrong type", "revision = 1\n", "revision = true\n", "revision", "integer"),
    (
        "empty text",
        'quote = "集群产业链布局合理"',
        'quote = ""',
        "criteria[10].quote",
        "must be a text",
    ),
    (
        "number as text",
        "threshold = 40\n",
        'threshold = "40"\n',
        "criteria[5].tests[0].threshold",
        "exact number",
    ),
    (
        "not a number",
        "threshold = 40\n",
        "threshold = nan\n",
        "criteria[5].tests[0].threshold",
        "exact number",
    ),
    ("id twice", 'id = "1.2"', 'id = "1.1"', "criteria", "id of its own"),
    ("id without section", 'id = "1.2"', 'id = "x"', "criteria[1]", "number of the section"),
    (
        "unknown section",
        'clause = "一"',
        'clause = "十"',
        "criteria[0].clause",
        "must be one of",
    ),
    (
        "unknown force",
        'force = "computed"',
        'force = "hard"',
        "criteria[1].force",
        "must be one of",
    ),
    (
        "other dimension",
        'unit = "亿元"',
        'unit = "平方公里"',
        "criteria[5].tests[0].unit",
        "another dimension",
    ),
    (
        "undeclared unit",
        'unit = "亿元"',
        'unit = "亿美元"',
        "criteria[5].tests[0].unit",
        "no declared unit",
    ),
    (
        "word of another comparator",
        _LIMB,
        _LIMB.replace("ge", "gt"),
        "criteria[5].tests[0].word",
        "以上 is read as",
    ),
    (
        "word never explained",
        'word = "以上"',
        'word = "超过"',
        "criteria[5].tests[0].word",
        "超过 is read as None",
    ),
    (
        "unknown comparator",
        _LIMB,
        _LIMB.replace("ge", "≥"),
        "criteria[5].tests[0].comparator",
        "must be one of",
    ),
    (
        "unknown measure",
        _LEAST,
        _LEAST.replace("least", "average"),
        "criteria[5].tests[0].measure.kind",
        "must be one of",
    ),
    (
        "undeclared figure",
        _LEAST,
        _LEAST.replace("total_", "all_"),
        "criteria[5].tests[0].measure.of",
        "no declared figure",
    ),
    (
        "shares of two dimensions",
        _SHARE,
        _SHARE.replace("sme_output", "co2_emission_t"),
        "criteria[6].tests[0].measure",
        "different dimensions",
    ),
    (
        "falling years",
        _YEARS,
        'years = ["T", "T-1"]',
        "criteria[5].tests[0].measure.years",
        "rising years",
    ),
    (
        "years never filed",
        _YEARS,
        'years = ["T-2", "application_year"]',
        "criteria[5].tests[0].measure.years",
        "rising years",
    ),
    (
        "judged with tests",
        'force = "computed"',
        'force = "judged"',
        "criteria[1]",
        "has a finding",
    ),
    (
        "condition that is no flag",
        '"energy_intensive"\n[[',
        '"energy_use"\n[[',
        "criteria[36].applies_when",
        "no declared flag",
    ),
    ("bounds out of order", "max = 20000\n", "max = 0\n", "inputs.land_area_km2", "in order"),
    (
        "choice without choices",
        'choices = ["output", "revenue"]\n',
        "",
        "inputs.scale_basis",
        "has choices",
    ),
    (
        "part of nothing",
        'part = "sme_count"',
        'part = "scale_basis"',
        "wholes[3]",
        "declared figures",
    ),
    ("no TOML", 'id = "beijing-2023"', "id = beijing", "", "line"),
]


@pytest.mark.parametrize(("kind", "old", "new", "place", "reason"), _BAD)
def test_a_bad_standard_is_refused_with_its_place(
    kind: str, old: str, new: str, place: str, reason: str
) -> None:
    assert old in _TEXTS[_FILE], kind
    found, why = _place_of(_TEXTS[_FILE].replace(old, new, 1), _FILE)
    assert reason in why
    assert found == (f"{_FILE}.{place}" if place else _FILE)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("example-points.toml", "from = 80", "from = 70", "points[0].bands"),
        ("example-points.toml", "points = 8 }", "points = -8 }", "points[0].bands"),
        ("example-points.toml", 'edge = "upper"\nbands', 'edge = "x"\nbands', "points[0].edge"),
        ("example-points.toml", '"sme_share"', '"growth"', "points"),
        ("national-2022.toml", "unheld = true\n", "", "criteria[1].quote"),
        ("national-2022.toml", "unheld = true\n", 'unheld = true\nquote = "x"\n', "criteria[1]"),
    ],
)
def test_bad_points_and_bad_gaps_are_refused_with_their_place(
    file: str, old: str, new: str, place: str
) -> None:
    assert old in _TEXTS[file]
    found, _ = _place_of(_TEXTS[file].replace(old, new, 1), file)
    assert found == f"{file}.{place}"
