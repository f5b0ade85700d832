"""`python -m evaluation {api,worker,migrate,sweep,verify,config}`."""

from common.process import run
from evaluation.main import SERVICE

run(SERVICE)
