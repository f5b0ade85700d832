"""Runs a function in a process of its own, with a time, and takes its answer; only it may crash."""

import multiprocessing
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

# The fork server has read the libraries once: a start costs a fork, and inherits no connection.
_CONTEXT: Final = multiprocessing.get_context("forkserver")
_preloaded: list[str] = []


def preload(modules: Iterable[str]) -> None:
    """Have the fork server read these modules too; before anything runs apart."""
    _preloaded.extend(name for name in modules if name not in _preloaded)
    _CONTEXT.set_forkserver_preload(_preloaded)


def answer_of(
    function: Callable[..., None], *arguments: Any, within_s: float, most_bytes: int
) -> bytes:
    """What a function sends through the connection it is given first; nothing if it ends without.

    Blocks: to be called in a thread. The answer is plain bytes: nothing that a broken reader says
    is unpickled. `within_s` is real time, for the whole answer.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=function, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    end = threading.Timer(within_s, process.kill)
    end.start()
    try:
        return ours.recv_bytes(most_bytes)
    except (EOFError, OSError):  # it crashed, met one of its limits, or its time was over
        return b""
    finally:
        end.cancel()
        end.join()
        ours.close()
        process.kill()
        process.join()
        process.close()
