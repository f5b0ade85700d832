"""`python -m monitoring {api,worker,migrate,sweep,verify,config}`."""

from common.process import run
from monitoring.main import SERVICE

run(SERVICE)
