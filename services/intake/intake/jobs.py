"""What falls due by itself: nothing here.

A window or a correction that has passed is judged by the receipt time of what comes after it, and
ending a case is a person's decision (art. 9).
"""

from typing import Final

from common.messaging.worker import Job

JOBS: Final[tuple[Job, ...]] = ()
