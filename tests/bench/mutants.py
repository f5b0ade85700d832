"""Mutants of the kernel: each small change of its code must be noticed by a test.

`python -m tests.bench.mutants [module …]` changes one comparison, sum, constant, `and`,
`not`, `min` or `any` at a time and runs the tests of the kernel on it. A mutant that survives must
stand in `surviving_mutants.toml` with the reason why it changes nothing, and nothing else may
stand there. Every mutant lives in a process of its own, forked after all that is slow, meets the
tests nearest to it first, and is noticed too if it takes many times as long as the kernel itself.
"""

import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

import hypothesis
import pytest

import programme.kernel

ROOT: Final = Path(__file__).parents[2]
HERE: Final = ROOT / "libs/programme/tests"
KERNEL: Final = Path(programme.kernel.__file__).parent
LISTED: Final = HERE / "surviving_mutants.toml"
PROCESSES: Final = os.cpu_count() or 1
# Of the processor's time, so that a busy machine kills no mutant: a mutant may take this many
# times what the unchanged kernel takes, and this many seconds for the two tests before pytest.
_TIMES_AS_LONG: Final = 5
_QUICK_SECONDS: Final = 3
# The quickest first: a mutant dies of the first test that fails.
TESTS: Final = (
    "test_deciding.py",
    "test_shown.py",
    "test_verdict.py",
    "test_facts.py",
    "test_points.py",
    "test_enclosure.py",
    "test_leaves.py",
    "test_mean_growth.py",
    "test_worst_change.py",
    "test_to_pass.py",
    "test_national_standard.py",
    "test_standard.py",
    "test_kernel_version.py",
    "test_missing_figures.py",
    "test_measures.py",
    "test_oracle.py",
    "test_shifted_standard.py",
)
# What is nearest to a module goes before all others.
_NEAREST: Final[Mapping[str, tuple[str, ...]]] = {
    "compiled": ("test_leaves.py", "test_measures.py"),
    "enclosure": ("test_enclosure.py", "test_missing_figures.py", "test_measures.py"),
    "known": ("test_measures.py",),
    "leaves": ("test_leaves.py", "test_measures.py"),
    "mean_growth": ("test_mean_growth.py",),
    "to_pass": ("test_to_pass.py",),
    "trial": ("test_standard.py",),
    "worst_change": ("test_worst_change.py",),
}
_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SUMS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
}
_NAMES: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One changed module; `name` stays the same when lines above it move."""

    module: str
    name: str
    code: CodeType


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of one file."""
    source = path.read_text(encoding="utf-8")
    seen: Counter[str] = Counter()
    for place, (owner, node) in enumerate(_nodes(ast.parse(source))):
        for changed in _changes(node):
            told = f"{path.stem}.{owner}: {ast.unparse(node)} → {ast.unparse(changed)}"
            seen[told] += 1
            name = told if seen[told] == 1 else f"{told} ({seen[told]})"
            tree = ast.parse(source)
            _, target = list(_nodes(tree))[place]
            _Replaced(target, changed).visit(tree)
            code = compile(ast.fix_missing_locations(tree), str(path), "exec")
            yield Mutant(f"programme.kernel.{path.stem}", name, code)


def _nodes(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every expression with the function it stands in; neither decorators nor annotations."""
    yield from _within(tree, "")


def _within(node: ast.AST, owner: str) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in {"decorator_list", "annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            inner = f"{owner}.{child.name}".strip(".") if named else owner  # type: ignore
            yield inner, child
            yield from _within(child, inner)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    changed = copy.deepcopy(node)
    match changed:
        case ast.Compare():
            for n, operator in enumerate(changed.ops):
                again = copy.deepcopy(changed)
                again.ops[n] = _COMPARISONS[type(operator)]()
                yield again
        case ast.BinOp() if type(changed.op) in _SUMS:
            changed.op = _SUMS[type(changed.op)]()
            yield changed
        case ast.BoolOp():
            changed.op = ast.Or() if isinstance(changed.op, ast.And) else ast.And()
            yield changed
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield changed.operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Name(id=name) if name in _NAMES:
            yield ast.Name(_NAMES[name], ast.Load())


class _Replaced(ast.NodeTransformer):
    def __init__(self, target: ast.AST, changed: ast.AST) -> None:
        self.target = target
        self.changed = changed

    def visit(self, node: ast.AST) -> ast.AST:
        return self.changed if node is self.target else super().visit(node)


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated code where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.mutant.code, module.__dict__)  # our own code, changed by ourselves


def _survives(mutant: Mutant, *, seconds: float) -> bool:
    """Run the tests in this process, which has no other purpose."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _QUICK_SECONDS)
    for name in [name for name in sys.modules if name.startswith("programme.kernel")]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Mutated(mutant))
    _golden_and_sample()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    nearest = _NEAREST.get(mutant.module.rpartition(".")[2], ())
    files = [str(HERE / name) for name in dict.fromkeys((*nearest, *TESTS))]
    # Without the settings of the workspace, which load what no test of the kernel needs.
    bare = ["-c", os.devnull, "--rootdir", str(ROOT), "--confcutdir", str(HERE)]
    bare += ["--import-mode", "importlib", "-p", "no:cacheprovider", "-p", "no:asyncio"]
    return pytest.main([*bare, "-x", "-q", *files]) == 0


def _golden_and_sample() -> None:
    """Two of the tests without pytest: most mutants die here, in a tenth of the time."""
    spec = importlib.util.spec_from_file_location("golden", HERE / "test_kernel_version.py")
    assert spec is not None
    assert spec.loader is not None
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    golden.test_a_kernel_that_comes_to_other_results_has_another_version()
    result = importlib.import_module("tests.bench.oracle").judged(1600)
    assert not result.wrong_in_fractions + result.wrong_in_integers


def _run(mutant: Mutant, *, seconds: float) -> int:
    """The process that runs a mutant; it leaves with 0 if the mutant survives."""
    process = os.fork()
    if process:
        return process
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        os._exit(0 if _survives(mutant, seconds=seconds) else 1)
    except BaseException:
        os._exit(1)


def seconds_unchanged() -> float:
    """What the tests take on the unchanged kernel; if it fails, no mutant proves anything."""
    path = KERNEL / "version.py"
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    process = _run(Mutant("programme.kernel.version", "unchanged", code), seconds=600)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit("the tests fail on the unchanged kernel")
    return usage.ru_utime


def surviving(mutants: Sequence[Mutant], *, seconds: float) -> list[str]:
    """The names of the mutants that no test notices."""
    running: dict[int, Mutant] = {}
    found, waiting = [], list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            mutant = waiting.pop()
            running[_run(mutant, seconds=seconds)] = mutant
        process, status = os.wait()
        mutant = running.pop(process)
        if status == 0:
            found.append(mutant.name)
            print(f"survives: {mutant.name}", flush=True)
    return found


def main(modules: Sequence[str]) -> int:
    """Compare the survivors with the list; returns the number of differences."""
    began = time.monotonic()
    os.chdir(ROOT)
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, max_examples=30
    )
    hypothesis.settings.load_profile("mutants")
    paths = [path for path in sorted(KERNEL.glob("*.py")) if not modules or path.stem in modules]
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8")).get("survivors", [])
    stems = {path.stem for path in paths}
    told = {each["name"] for each in listed if each["reason"]}
    told = {name for name in told if name.partition(".")[0] in stems}
    found = set(surviving(mutants, seconds=_TIMES_AS_LONG * seconds_unchanged()))
    for name in sorted(found - told):
        print(f"not listed: {name}")
    for name in sorted(told - found):
        print(f"listed, but killed or gone: {name}")
    killed, took = len(mutants) - len(found), time.monotonic() - began
    print(f"{len(mutants)} mutants, {killed} killed, {len(found & told)} listed, {took:.0f} s")
    return len(found ^ told)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
