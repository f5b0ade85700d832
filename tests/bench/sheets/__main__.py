"""`python -m sheets api`."""

from sheets.service import SERVICE

from common.process import run

run(SERVICE)
