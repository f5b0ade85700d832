"""`python -m registry {api,worker,migrate,sweep,verify,config}`."""

from common.process import run
from registry.main import SERVICE

run(SERVICE)
