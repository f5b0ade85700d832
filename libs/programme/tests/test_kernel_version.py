"""The kernel's version names its results: it cannot be forgotten when they change.

After a deliberate change of results: raise `KERNEL_VERSION`, then run this file as a script, which
writes the golden verdicts anew.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.render import as_json
from programme.kernel.version import KERNEL_VERSION
from programme.standards import registry
from programme.standards.cases import read_cases

_FILE = Path(__file__).parent / "data" / "golden_verdicts.json"
_STANDARD = "beijing-2023"


def _verdicts() -> dict[str, str]:
    """The hash of the whole trace of each case: also one figure shown otherwise is a change."""
    standard = registry.load(_STANDARD)
    hashes = {}
    for case in read_cases(registry.cases_text(_STANDARD), place="cases"):
        verdict = check(standard, parse_facts(case.facts, standard, case.application_year))
        criteria = json.dumps(as_json(verdict)["criteria"], ensure_ascii=False, sort_keys=True)
        hashes[case.name] = hashlib.sha256(criteria.encode()).hexdigest()
    return hashes


def test_a_kernel_that_comes_to_other_results_has_another_version() -> None:
    golden = _golden()
    assert len(golden["verdicts"]) > 30
    assert _changed(golden) == [], "raise KERNEL_VERSION, then run this file as a script"
    assert golden["kernel"] == KERNEL_VERSION


def _golden() -> dict[str, Any]:
    golden: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return golden


def _changed(golden: dict[str, Any]) -> list[str]:
    now = _verdicts()
    return [name for name, sha256 in golden["verdicts"].items() if now.get(name) != sha256]


if __name__ == "__main__":
    if _golden()["kernel"] == KERNEL_VERSION and _changed(_golden()):
        raise SystemExit("results changed: raise KERNEL_VERSION first")
    written = {"kernel": KERNEL_VERSION, "verdicts": _verdicts()}
    _FILE.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
