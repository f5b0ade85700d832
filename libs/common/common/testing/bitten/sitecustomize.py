"""Run by Python itself where this folder is on its path: bites every process of a stack."""

import os

from common.testing import bites

if name := os.environ.get(bites.BITTEN_BY):
    bites.BITES[name].apply()
