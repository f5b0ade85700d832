"""The toy's worker process."""

from common.process import run
from toy.notes import TOY


def main() -> None:
    run(TOY, ["worker"])
