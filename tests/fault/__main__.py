"""`make fault BITE=NAME`: a rule is broken on purpose, and its fault test must fail."""

import argparse
import re
import subprocess
import sys
import time

from common.testing.bites import BITES

TESTS_FAILED = 1
# What pytest quotes of a failed assertion, and of a client whose story broke off among others.
SAID = re.compile(r"E  |[| ]+deploy\.demo\.world\.StoryBroken")
SHOWN = 6
UNDER_FAULT = [name for name, bite in BITES.items() if bite.under_fault]


def main() -> int:
    """Run one bite, or all of them; what its test said is shown."""
    parser = argparse.ArgumentParser(prog="python -m tests.fault", description=__doc__)
    parser.add_argument("bite", choices=[*UNDER_FAULT, "all"])
    wanted = parser.parse_args().bite
    unnoticed = [name for name in UNDER_FAULT if wanted in {name, "all"} and not noticed(name)]
    for name in unnoticed:
        print(f"nobody noticed: {name}", file=sys.stderr)
    return 1 if unnoticed else 0


def noticed(name: str) -> bool:
    """Whether the test of a rule fails, and does not merely break, when the rule is broken."""
    bite, began = BITES[name], time.monotonic()
    command = [sys.executable, "-m", "pytest", "--bite", name, bite.test, "--timeout", "900"]
    bitten = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = bitten.stdout.strip().splitlines()
    print(f"{name} ({bite.rule}): {lines[-1]}, {time.monotonic() - began:.0f} s")
    for line in [line for line in lines if SAID.match(line)][:SHOWN]:
        print(f"  {line[:200]}")
    return bitten.returncode == TESTS_FAILED and "error" not in lines[-1]


if __name__ == "__main__":
    sys.exit(main())
