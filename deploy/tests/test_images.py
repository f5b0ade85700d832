"""The compose file against its schema, the settings it feeds, and the walls it promises."""

import importlib
import json
import re
import subprocess
import sys
from importlib import resources

import jsonschema
import pytest
from ruamel.yaml import YAML

from deploy.local.binaries import ROOT, postgres_binary, script
from deploy.local.databases import SERVICES

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "deploy" / "images" / "Dockerfile").read_text()
SCHEMA = "builtin_schemas/vendor/compose-spec.json"
OURS = {f"{s}-{p}" for s in SERVICES for p in ("migrations", "api", "worker")}
ONE_OFFS = {f"{s}-migrations" for s in SERVICES} | {"streams", "gateway-configuration"}


@pytest.fixture(scope="module")
def compose():
    return YAML(typ="safe").load(COMPOSE.read_text())


def schema_faults(document):
    schema = json.loads(resources.files("check_jsonschema").joinpath(SCHEMA).read_text())
    return list(jsonschema.validators.validator_for(schema)(schema).iter_errors(document))


def test_the_compose_file_fits_the_compose_schema(compose):
    assert schema_faults(compose) == []


def test_a_misspelt_key_does_not_fit_the_compose_schema(compose):
    misspelt = compose["services"]["nats"] | {"read_olny": True}
    assert schema_faults(compose | {"services": {"nats": misspelt}})


def test_it_holds_every_part_of_the_stack(compose):
    others = {"postgres", "nats", "streams", "gateway-configuration", "gateway", "clamav"}
    assert compose["services"].keys() == OURS | others
    in_profiles = {n for n, s in compose["services"].items() if "profiles" in s}
    assert in_profiles == {"clamav"}


def test_no_container_writes_its_root_gains_privileges_or_keeps_capabilities(compose):
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"], name
        assert not service.get("privileged"), name
        assert OURS.isdisjoint({name}) or "cap_add" not in service, name


def test_only_the_gateway_is_reached_from_outside_and_only_by_this_machine(compose):
    published = {n: s["ports"] for n, s in compose["services"].items() if "ports" in s}
    assert published == {"gateway": ["127.0.0.1:8080:8080"]}


def test_every_settings_name_is_one_that_its_service_reads(compose):
    for name in OURS:
        service = name.split("-")[0]
        fields = importlib.import_module(f"{service}.config").Settings.model_fields
        known = {f"{service.upper()}_{field.upper()}" for field in fields}
        assert compose["services"][name]["environment"].keys() <= known, name


def test_every_process_comes_to_the_database_in_its_own_role(compose):
    role = {"migrations": "owner", "api": "api", "worker": "worker"}
    for name in OURS:
        service, process = name.split("-")
        url = compose["services"][name]["environment"][f"{service.upper()}_DATABASE_URL"]
        assert url.startswith(f"postgresql+asyncpg://{service}_{role[process]}:"), name


def test_no_secret_stands_in_the_file():
    for line in COMPOSE.read_text().splitlines():
        if "PASSWORD" in line and ":" in line and not line.startswith("#"):
            assert "${" in line, line


def test_what_runs_has_a_probe_and_what_ends_is_waited_for(compose):
    assert "HEALTHCHECK" in DOCKERFILE
    for name, service in compose["services"].items():
        if name in ONE_OFFS:
            assert service["healthcheck"] == {"disable": True}, name
            assert "restart" not in service, name
        else:
            assert service["restart"] == "unless-stopped", name
            assert name in OURS or "test" in service["healthcheck"], name
    waits = {n for s in compose["services"].values() for n in s.get("depends_on", {})}
    assert waits >= ONE_OFFS


def test_the_servers_are_the_versions_the_tests_run_with(compose):
    versions = {
        "postgres": [postgres_binary("postgres"), "--version"],
        "nats": [script("nats-server"), "--version"],
        "gateway": [script("caddy"), "version"],
    }
    for name, command in versions.items():
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        version = re.search(r"\d+(\.\d+)+", said)
        tag = compose["services"][name]["image"].split(":")[1]
        assert version is not None
        assert tag.removesuffix("-alpine") == version[0], name


def test_every_file_that_is_mounted_is_there(compose):
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            there = (ROOT / source).exists() if source.startswith("./") else True
            assert there or source in compose["volumes"], (name, source)


def test_the_gateways_configuration_names_files_where_they_are_mounted(compose):
    mounted = {v.split(":")[1] for v in compose["services"]["gateway"]["volumes"]}
    command = [sys.executable, "-m", "deploy.gateway", "--host", "localhost"]
    command += [f"{service}={service}-api:8000" for service in SERVICES]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    roots = set(re.findall(r'"root": "([^"]+)"', made))
    assert {root.replace(str(ROOT), "/app") for root in roots} <= mounted


def test_the_image_ends_without_root_and_its_ignore_file_lets_in_what_it_copies():
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert "USER 10001:10001" in final
    assert "pip" not in final
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (?!--from)([a-z]+)", DOCKERFILE, re.MULTILINE)
    assert {f"!{name}" for name in copied} <= set(ignored)


def test_the_lint_says_what_is_missing(tmp_path):
    command = ["/bin/bash", str(ROOT / "deploy" / "images" / "lint")]
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:  # where hadolint is installed, the Dockerfile is clean
        assert "hadolint is missing" in done.stderr
