from sheets.submitting import metadata

from common.migrations import run_environment

run_environment(metadata)
