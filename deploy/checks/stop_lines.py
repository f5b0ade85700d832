"""The sizes and names at which reading stops: `python -m deploy.checks.stop_lines`."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("deploy", "libs", "services", "tests", "conftest.py")
NOT_READ: Final = {"migrations", "build", "__pycache__"}

MODULE_LINES: Final = 300
FUNCTION_LINES: Final = 60
FUNCTION_STATEMENTS: Final = 30
TEST_LINES: Final = 80
SAYS_NOTHING: Final = {
    "utils",
    "helpers",
    "manager",
    "service",
    "base",
    "models",
    "constants",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file with what is in it."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        """Whether it is read as a test: those tell a story and may be longer."""
        return "tests" in self.path.parts or self.path.name == "conftest.py"


def faults(root: Path = ROOT) -> Iterator[str]:
    """Every place past a stop line, as `path:line: what`."""
    for module in _modules(root):
        where = module.path.relative_to(root)
        for line, fault in _faults(module):
            yield f"{where}:{line}: {fault}"


def _modules(root: Path) -> Iterator[Module]:
    for room in ROOMS:
        place = root / room
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        for path in files:
            if path.exists() and NOT_READ.isdisjoint(path.relative_to(root).parts):
                text = path.read_text()
                yield Module(path, text, ast.parse(text))


def _faults(module: Module) -> Iterator[tuple[int, str]]:
    if module.path.stem in SAYS_NOTHING:
        yield 1, "a module's name says what is in it"
    lines = module.text.count("\n")
    if not module.is_test and lines > MODULE_LINES:
        yield 1, f"{lines} lines, at most {MODULE_LINES}"
    if module.path.name == "__init__.py" and any(map(_is_code, module.tree.body)):
        yield 1, "__init__.py holds a docstring at most"
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield from _function_faults(node, is_test=module.is_test)


def _function_faults(function: Function, *, is_test: bool) -> Iterator[tuple[int, str]]:
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    lines = (function.end_lineno or first) - first + 1
    most = TEST_LINES if is_test else FUNCTION_LINES
    if lines > most:
        yield first, f"{function.name} has {lines} lines, at most {most}"
    statements = sum(isinstance(n, ast.stmt) and _is_code(n) for n in ast.walk(function)) - 1
    if not is_test and statements > FUNCTION_STATEMENTS:
        yield first, f"{function.name} has {statements} statements, at most {FUNCTION_STATEMENTS}"


def _is_code(node: ast.stmt) -> bool:
    return not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def main() -> int:
    """Print the faults; 1 when there are any."""
    found = list(faults())
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
