"""Has work done in processes of their own, with a time for each answer; only they may crash."""

import gc
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from typing import Any, Final

# The fork server has read the libraries once: a start costs a fork, and inherits no connection.
_CONTEXT: Final = multiprocessing.get_context("forkserver")
# Well below what a process may use in all: the last call has room enough.
ENOUGH_CPU_S: Final = 3.0
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


class Attendant:
    """A process that answers one call after another, and is started anew once it has ended.

    For work that must begin at once and whose readers are safe with memory: nothing is left of a
    call but what the process keeps. It ends itself when it has done enough (`attend`).
    """

    def __init__(
        self,
        answer: Callable[..., bytes],
        *set_up: Any,
        begin: Callable[..., None],
        within_s: float,
        most_bytes: int,
    ) -> None:
        self._work = (begin, answer, *set_up)
        self._within_s = within_s
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._process: Any = None
        self._connection: Connection | None = None

    def ask(self, *arguments: Any) -> bytes:
        """The answer to a call; nothing if the process ended over it. Blocks."""
        with self._lock:
            used = self._connection is not None
            said = self._ask(arguments)
            # One that served others may have ended before this call, or for what they left.
            return self._ask(arguments) if used and not said else said

    def _ask(self, arguments: tuple[Any, ...]) -> bytes:
        connection = self._connection or self._started()
        end = threading.Timer(self._within_s, self._process.kill)
        end.start()
        try:
            connection.send(arguments)
            return connection.recv_bytes(self._most_bytes)
        except (EOFError, OSError):
            self._end()
            return b""
        finally:
            end.cancel()
            end.join()

    def _started(self) -> Connection:
        self._connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=attend, args=(theirs, *self._work), daemon=True)
        self._process.start()
        theirs.close()
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._process.kill()
            self._process.join()
        self._connection = None


def attend(
    to: Connection, begin: Callable[..., None], answer: Callable[..., bytes], *set_up: Any
) -> None:
    """Answer calls until nobody asks any more, or so much time was spent that another should."""
    begin(*set_up)
    gc.disable()  # it ends before anything piles up
    while time.process_time() < ENOUGH_CPU_S:
        try:
            arguments = to.recv()
        except EOFError:
            return
        to.send_bytes(answer(*set_up, *arguments))
