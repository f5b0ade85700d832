"""`python -m intake {api,worker,migrate,sweep,verify,config}`."""

from common.process import run
from intake.main import SERVICE

run(SERVICE)
