"""Reads the packaged terms of reinstatements."""

from functools import cache
from typing import Final

from programme.strict_toml import packaged_table
from registry.domain.reinstatement import ReinstatementTerms

PACKAGE: Final = "registry.terms"


@cache
def reinstatement_terms() -> ReinstatementTerms:
    """Who may set a revocation aside, and with effect until when (defaults, not law)."""
    document = packaged_table(PACKAGE, "reinstatement.toml")
    read = ReinstatementTerms(
        another_than_revoker=document.flag("another_than_revoker"),
        effect_within_days=document.integer("effect_within_days"),
    )
    document.close()
    return read
