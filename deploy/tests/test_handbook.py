"""The pages made from code are the committed ones, and say something about each thing."""

from deploy.contracts.__main__ import ROOT
from deploy.contracts.documents import SERVICES
from deploy.gateway.routes import paths_of
from deploy.handbook import documented_metrics, handbook


def test_the_committed_pages_are_what_the_code_says():
    for path, text in handbook(SERVICES):
        assert (ROOT / path).read_text() == text, f"run `make contracts`: {path} differs"


def test_every_metric_says_what_it_means():
    assert [name for name, _, _, meaning in documented_metrics() if not meaning] == []


def test_the_gateway_routes_no_metrics():
    assert not any("metrics" in path for service in SERVICES for path in paths_of(service))
