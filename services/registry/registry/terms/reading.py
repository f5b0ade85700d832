"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from functools import cache
from typing import Final

from programme.strict_toml import Table, packaged_table
from registry.domain.grounds import EFFECTS, Ground, Limb, Procedure

PACKAGE: Final = "registry.terms"


@cache
def grounds() -> tuple[Ground, ...]:
    """The five grounds of art. 17 with their limbs."""
    document = packaged_table(PACKAGE, "grounds.toml")
    read = tuple(_ground(table) for table in document.tables("grounds"))
    document.close()
    return read


@cache
def procedure() -> Procedure:
    """How notices and revocation cases run (defaults, not law)."""
    document = packaged_table(PACKAGE, "procedure.toml")
    answer, decision = document.table("answer"), document.table("decision")
    notice = document.table("notice")
    read = Procedure(
        answer_working_days=answer.integer("working_days"),
        first_day_counts=answer.flag("first_day_counts"),
        decider_took_no_part=decision.flag("decider_took_no_part"),
        effect_within_days=decision.integer("effect_within_days"),
        recorded_within_working_days=notice.integer("recorded_within_working_days"),
    )
    for table in (document, answer, decision, notice):
        table.close()
    return read


def _ground(table: Table) -> Ground:
    read = Ground(
        id=table.text("id"),
        clause=table.text("clause"),
        zh=table.text("zh"),
        en=table.text("en"),
        limbs=tuple(_limb(limb) for limb in table.tables("limbs")),
    )
    table.close()
    return read


def _limb(table: Table) -> Limb:
    read = Limb(
        id=table.text("id"),
        zh=table.text("zh"),
        en=table.text("en"),
        effect=table.choice("effect", EFFECTS),
    )
    table.close()
    return read
