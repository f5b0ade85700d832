"""The context that the row-level security policies read: who asks, in which roles, for where."""

from collections.abc import Sequence
from typing import Any

from common.actor import Actor


def context_of(actor: Actor) -> dict[str, str]:
    """The settings that the row-level security policies read."""
    return {
        "app.subject": actor.subject,
        "app.roles": ",".join(sorted(actor.roles)),
        "app.district": actor.district or "",
        "app.institution": actor.institution or "",
        "app.scopes": ",".join(sorted(actor.scopes)),
    }


def settings_of(actor: Actor) -> str:
    """The settings as SQL, for the transaction that the query begins."""
    return ", ".join(
        f"set_config({literal(name)}, {literal(value)}, true)"
        for name, value in context_of(actor).items()
    )


def in_context(actor: Actor, sql: str, arguments: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """A query wrapped so that it runs under the actor's context, for that statement only.

    The context is set in a sub-select that the protected query is joined to laterally; the
    OFFSETs and the reference to the context keep the planner from running them the other way
    round. Reordered all the same, it would find no context and return nothing.
    """
    context = context_of(actor)
    settings = " || ".join(
        f"set_config('{name}', ${number}, true)"
        for number, name in enumerate(context, start=len(arguments) + 1)
    )
    # Only names and numbers are put into the text: every value is an argument.
    context_set = f"(SELECT {settings} AS is_set OFFSET 0) AS context"
    asked = f"(SELECT * FROM ({sql}) AS asked WHERE context.is_set IS NOT NULL OFFSET 0)"  # noqa: S608
    wrapped = f"SELECT protected.* FROM {context_set} JOIN LATERAL {asked} AS protected ON true"  # noqa: S608
    return wrapped, [*arguments, *context.values()]


def literal(value: str) -> str:
    """A text as SQL; for what rides with BEGIN or COMMIT in a query without parameters."""
    if "\x00" in value:
        raise ValueError("a setting cannot hold a NUL character")
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"
