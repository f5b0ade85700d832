"""The stop lines, crossed one by one."""

from pathlib import Path

import pytest

from deploy.checks.stop_lines import FUNCTION_STATEMENTS, MODULE_LINES, TEST_LINES, faults


def project(root: Path, name: str, text: str) -> list[str]:
    file = root / "services" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return list(faults(root))


def function(lines: int) -> str:
    # A signature, and one statement that goes on for the other lines.
    return "def f():\n    return (\n" + "        1 +\n" * (lines - 4) + "        1\n    )\n"


def test_what_stays_within_the_lines_is_not_named(tmp_path: Path) -> None:
    assert project(tmp_path, "a.py", function(60)) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.py", function(61), "f has 61 lines"),
        ("a.py", "def f():\n" + "    g()\n" * (FUNCTION_STATEMENTS + 1), "31 statements"),
        ("a.py", "X = 1\n" * (MODULE_LINES + 1), "301 lines"),
        ("helpers.py", "X = 1\n", "says what is in it"),
        ("__init__.py", '"""Doc."""\nX = 1\n', "docstring at most"),
        ("tests/test_a.py", function(TEST_LINES + 1), "f has 81 lines"),
    ],
)
def test_what_crosses_a_line_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    [fault] = project(tmp_path, name, text)
    assert said in fault


def test_migrations_are_not_read(tmp_path: Path) -> None:
    assert project(tmp_path, "intake/migrations/versions/0001.py", function(300)) == []


def test_a_test_may_be_longer_than_what_it_tests(tmp_path: Path) -> None:
    assert project(tmp_path, "tests/test_a.py", function(TEST_LINES)) == []
