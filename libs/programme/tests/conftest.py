"""What the tests share: the standard, and facts that meet every numeric criterion."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from programme.kernel.facts import Facts, parse_facts
from programme.standards import registry
from programme.standards.cases import read_cases
from programme.standards.standard import Standard

Raw = dict[str, Any]


@pytest.fixture(scope="session")
def standard() -> Standard:
    return registry.load("beijing-2023")


@pytest.fixture
def raw() -> Raw:
    cases = read_cases(registry.cases_text("beijing-2023"), place="cases")
    return copy.deepcopy(dict(cases[0].facts))


@pytest.fixture
def parse(standard: Standard) -> Callable[[Raw], Facts]:
    return lambda facts: parse_facts(facts, standard, 2026)
