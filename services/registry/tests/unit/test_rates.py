"""Which requests count together, that each class can be set, and that 429 is in the documents."""

import re

from registry.config import Settings
from registry.main import SERVICE

ROUTES = [route for each in SERVICE.routers for route in each.routes]


def limited() -> dict[str, list[str]]:
    """The operations of each class."""
    found: dict[str, list[str]] = {rate.name: [] for rate in SERVICE.rates}
    for route in ROUTES:
        path = re.sub(r"\{[^}]+\}", "x", route.path)  # type: ignore[attr-defined]
        for rate in SERVICE.rates:
            methods = route.methods  # type: ignore[attr-defined]
            if rate.method in methods and rate.path.fullmatch(path):
                found[rate.name].append(route.name)  # type: ignore[attr-defined]
    return found


def test_each_class_has_its_operations_and_a_limit_of_its_own() -> None:
    assert set(limited()) == set(Settings.model_fields["rate_limits"].default)
    assert {"download_json", "download_csv", "download_workbook"} <= set(limited()["downloads"])
    assert "validate_clusters" in limited()["validations"]
    assert limited()["objections"] == ["file_objection"]
    assert {"list_clusters", "read_cluster", "list_changes"} <= set(limited()["lookups"])


def test_whatever_can_be_answered_429_says_so_and_nothing_else_does() -> None:
    told = {
        route.name  # type: ignore[attr-defined]
        for route in ROUTES
        if 429 in route.responses or not route.include_in_schema  # type: ignore[attr-defined]
    }
    names = {name for each in limited().values() for name in each}
    assert names - told == set()
    said = {route.name for route in ROUTES if 429 in route.responses}  # type: ignore[attr-defined]
    assert said - names == set()
