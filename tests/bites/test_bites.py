"""Each rule is broken on purpose, and its test must fail: not pass, not error."""

import os
import subprocess
import sys

import pytest

from common.testing.bites import BITES

TESTS_FAILED = 1
QUICK = [name for name, bite in BITES.items() if not bite.under_fault]


@pytest.mark.parametrize("name", QUICK)
def test_a_broken_rule_fails_its_test(name, postgres_server, request):
    bitten = subprocess.run(
        [sys.executable, "-m", "pytest", "--bite", name, BITES[name].test],
        cwd=request.config.rootpath,
        env=os.environ | {"JIQUN_TEST_POSTGRES_URL": postgres_server},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert bitten.returncode == TESTS_FAILED, bitten.stdout[-3000:]
    last = bitten.stdout.strip().splitlines()[-1]
    assert "failed" in last, last
    assert "error" not in last, last


def test_there_are_the_fifteen_that_are_promised():
    assert len(QUICK) == 15
