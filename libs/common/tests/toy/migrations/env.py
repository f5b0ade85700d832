from common.migrations import run_environment
from toy.tables import metadata

run_environment(metadata)
