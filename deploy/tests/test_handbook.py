"""The pages made from code are the committed ones, and say something about each thing."""

import re

from ruamel.yaml import YAML

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


def test_alerts_name_documented_metrics_alone():
    rules = YAML(typ="safe").load(ROOT / "deploy/observability/alerts.yml")
    named = {
        name
        for group in rules["groups"]
        for rule in group["rules"]
        for name in re.findall(r"\bjiqun_\w+", rule["expr"])
    }
    assert named
    assert {name.removesuffix("_bucket") for name in named} <= {
        name for name, *_ in documented_metrics()
    }


def test_prometheus_looks_for_the_processes_that_compose_starts():
    scrapes = YAML(typ="safe").load(ROOT / "deploy/observability/prometheus.yml")
    compose = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    (found,) = scrapes["scrape_configs"][0]["dns_sd_configs"]
    started = {name for name in compose["services"] if name.endswith(("-api", "-worker"))}
    assert set(found["names"]) == started
