"""The look itself: the first bytes, then the whole with the library of its kind."""

import logging
import os
import warnings
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import filetype

from common.documents.inside.limits import Limits, Unfit
from common.documents.kinds import KINDS

FIT: Final = "fit"


def report(to: Connection, file: str, media_type: str, limits: Limits) -> None:
    """Say in one word what a file is: `fit`, or one of `refusals.FINDINGS`; or die over it."""
    quiet()
    limits.hold()
    try:
        look(Path(file), media_type, limits)
    except Unfit as finding:
        to.send_bytes(str(finding).encode())
    except Exception:
        os._exit(1)  # a reader that fails has not seen the document
    else:
        to.send_bytes(FIT.encode())


def look(file: Path, media_type: str, limits: Limits) -> None:
    """Raise `Unfit` when a file is not what it is said to be, or not harmless."""
    kind = KINDS[media_type]
    if filetype.guess_mime(str(file)) not in kind.begins_as:
        raise Unfit("type_differs")
    import_module(kind.reader).look(file, media_type, limits)


def quiet() -> None:
    """Say nothing on the way: only the answer counts."""
    # Standard error is the service's log; readers talk much about files that are not theirs.
    logging.disable()
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
