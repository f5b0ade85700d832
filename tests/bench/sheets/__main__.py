"""`python -m sheets api`."""

from sheets.submitting import SERVICE

from common.process import run

run(SERVICE)
