"""By what a cluster is found, in which order names stand, and what a search refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.pinyin_order import pinyin_key
from registry.domain.search import search_terms, terms_apart, wanted_number, wanted_terms
from registry.domain.search_refusals import SearchTooShort

NAME = "北京市海淀区ＡＩ芯片与 Robot 产业集群"


@pytest.mark.parametrize(
    "words", ["芯片", "海淀", "产业集群", "ai", "ＡＩ", "robot 海淀", "AI芯片", "ROBOT，集群"]
)
def test_words_of_a_name_find_it(words: str) -> None:
    assert set(wanted_terms(words)) <= set(search_terms(NAME))


@pytest.mark.parametrize("words", ["片芯", "海区", "rob", "朝阳", "海淀 朝阳"])
def test_other_words_do_not(words: str) -> None:
    assert not set(wanted_terms(words)) <= set(search_terms(NAME))


@pytest.mark.parametrize("words", ["芯", "海淀 芯", "AI云", "%", "，。", " "])
def test_one_chinese_character_or_none_is_refused_in_words(words: str) -> None:
    with pytest.raises(SearchTooShort, match="search_too_short") as refused:
        wanted_terms(words)
    assert "两个字" in refused.value.explained().zh


@given(st.text(min_size=1, max_size=40), st.data())
def test_every_part_of_a_name_in_chinese_finds_it(rest: str, data: st.DataObject) -> None:
    chinese = "北京市海淀区行业应用软件产业集群"
    first = data.draw(st.integers(0, len(chinese) - 2))
    last = data.draw(st.integers(first + 2, len(chinese)))
    assert set(wanted_terms(chinese[first:last])) <= set(search_terms(f"{rest} {chinese}"))


@given(st.text("北京市海淀区行业应用软件", min_size=2, max_size=20))
def test_the_terms_that_a_search_is_planned_by_share_no_character(run: str) -> None:
    apart = terms_apart(run)
    pairs = [run[at : at + 2] for at in range(0, len(run) - 1, 2)]
    assert apart == sorted(set(pairs))
    assert set(apart) <= set(wanted_terms(run))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("BJ-2024", "BJ-2024"),
        ("bj-2024-0001", "BJ-2024-0001"),
        ("ＢＪ－2024-", "BJ-2024-"),
        ("BJ-2024-A-0001", None),
        ("2024", None),
        ("海淀", None),
    ],
)
def test_the_beginning_of_a_number_is_known(words: str, number: str | None) -> None:
    assert wanted_number(words) == number


def test_names_stand_in_the_order_of_their_sounds() -> None:
    names = ["朝阳区", "重庆市", "长城", "安定", "北京", "AI 芯片", "昌平"]
    assert sorted(names, key=pinyin_key) == [
        "AI 芯片",
        "安定",
        "北京",
        "昌平",
        "长城",
        "朝阳区",
        "重庆市",
    ]
