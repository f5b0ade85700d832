"""Each rule is broken on purpose, and its test must fail: not pass, not error."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.testing.bites import BITES
from common.testing.plugin import GIVEN_SERVER

TESTS_FAILED = 1
TOGETHER = 3
QUICK = [name for name, bite in BITES.items() if not bite.under_fault]


@pytest.fixture(scope="module")
def runs(request):
    """The runs of the bites asked for, a few at a time: they mostly wait.

    Each has a server of its own, for roles belong to a server and are given new passwords.
    """
    environment = {name: value for name, value in os.environ.items() if name != GIVEN_SERVER}
    asked = [item.callspec.params["name"] for item in request.session.items if _is_bite(item)]

    def run(name):
        return subprocess.run(
            [sys.executable, "-m", "pytest", "--bite", name, BITES[name].test],
            cwd=request.config.rootpath,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    with ThreadPoolExecutor(TOGETHER) as pool:
        yield {name: pool.submit(run, name) for name in asked}


def _is_bite(item):
    return getattr(item, "originalname", "") == test_a_broken_rule_fails_its_test.__name__


@pytest.mark.parametrize("name", QUICK)
def test_a_broken_rule_fails_its_test(name, runs):
    bitten = runs[name].result()
    assert bitten.returncode == TESTS_FAILED, bitten.stdout[-3000:]
    last = bitten.stdout.strip().splitlines()[-1]
    assert "failed" in last, last
    assert "error" not in last, last


def test_there_are_the_fifteen_that_are_promised():
    assert len(QUICK) == 15
