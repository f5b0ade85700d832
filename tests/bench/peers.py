"""The peers of the verdict benchmark: zen-engine and CEL on the same filed integers.

Each criterion is one expression, multiplied out so that it is exact in either engine: the natural
way of writing (a share above 0.7, a root) decides wrongly at the line. Both get their expressions
compiled beforehand, the quickest way either offers.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

Engine = Callable[[Mapping[str, Any]], tuple[str, ...]]

# Met, and what it is otherwise; `{and}`, `{or}` and `{eq}` are spelled by each engine.
_CONDUCT_COMPUTED = " {and} ".join(
    f"{name}_{year} == 0"
    for name in ("accidents_grade3_up", "cyber_incidents_grade2_up")
    for year in ("2", "1", "0", "now")
)
_CONDUCT_INDICATED = " {and} ".join(
    f"{name}_{year} == 0"
    for name in ("violations", "bad_credit_records")
    for year in ("2", "1", "0", "now")
)
_CRITERIA: tuple[tuple[str, str], ...] = (
    ("land_area_km2 <= 10000", "soft_miss"),
    (" {and} ".join(f"total_output_{year} >= 40000000" for year in (2, 1, 0)), "not_met"),
    ("sme_output_0 * 10 > total_output_0 * 7", "not_met"),
    ("total_output_0 * 1000 > total_output_3 * 1331", "not_met"),
    ("leading_industry_output_0 * 10 > total_output_0 * 7", "not_met"),
    (
        "leading_champion_count + leading_little_giant_count >= 1 {or} "
        "quality_enterprise_count >= 10",
        "not_met",
    ),
    ("sme_rd_expense_0 * 1000 > sme_rd_expense_3 * 1331", "not_met"),
    ("valid_invention_patents_0 * 8000 >= valid_invention_patents_3 * 12167", "not_met"),
    ("valid_invention_patents_0 * 10000 >= employed_persons_0 * 15", "not_met"),
    ("platform_user_count_0 * 100 >= enterprise_count_0 * 15", "not_met"),
    (
        " {and} ".join(
            f"(industrial_software_rate_pct_{b} > industrial_software_rate_pct_{a} {{or}} "
            f"(industrial_software_rate_pct_{a} == 10000 {{and}} "
            f"industrial_software_rate_pct_{b} == 10000))"
            for a, b in ((2, 1), (1, 0))
        ),
        "needs_judgment",
    ),
    (
        " {and} ".join(
            f"(co2_emission_t_{b} * total_output_{a} < co2_emission_t_{a} * total_output_{b} {{or}}"
            f" (co2_emission_t_{a} == 0 {{and}} co2_emission_t_{b} == 0))"
            for a, b in ((2, 1), (1, 0))
        ),
        "needs_judgment",
    ),
)
_BETTER = (
    "({of}_direction == 'lower_is_better' {{and}} {of}_use < {of}_baseline) {{or}} "
    "({of}_direction == 'higher_is_better' {{and}} {of}_use > {of}_baseline)"
)


def zen() -> Engine:
    """A decision of zen-engine: the graph a standard would be published as, with one node."""
    from zen import ZenEngine  # type: ignore[import-not-found,unused-ignore]

    expressions = [
        {"id": f"e{n}", "key": f"c{n:02}", "value": text} for n, text in enumerate(_zen_texts())
    ]
    nodes = [
        {"id": "in", "name": "facts", "type": "inputNode", "content": {}},
        {
            "id": "criteria",
            "name": "criteria",
            "type": "expressionNode",
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "outcomes", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "criteria"},
        {"id": "2", "type": "edge", "sourceId": "criteria", "targetId": "out"},
    ]
    decision = ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    keys = [expression["key"] for expression in expressions]

    def decide(facts: Mapping[str, Any]) -> tuple[str, ...]:
        result = decision.evaluate(facts)["result"]
        return tuple([result[key] for key in keys])

    return decide


def _zen_texts() -> list[str]:
    """The sixteen criteria as expressions that give the outcome."""
    conduct = f"({_CONDUCT_INDICATED}) ? 'met' : 'needs_judgment'"
    tests = [f"({text}) ? 'met' : '{otherwise}'" for text, otherwise in _CRITERIA]
    flagged = [
        f"{of}_intensive ? (({_BETTER.format(of=of)}) ? 'met' : 'not_met') : 'not_applicable'"
        for of in ("energy", "water")
    ]
    briefed = "smes_briefed_count_0 == sme_count_0 ? 'met' : 'needs_judgment'"
    texts = [f"({_CONDUCT_COMPUTED}) ? ({conduct}) : 'not_met'", *tests, *flagged, briefed]
    return [text.replace("{and}", "and").replace("{or}", "or") for text in texts]


def zen_expressions() -> Engine:
    """Single expressions compiled by zen-engine, without a decision around them."""
    from zen import compile_expression  # type: ignore[import-not-found,unused-ignore]

    def compiled(text: str) -> Callable[[Mapping[str, Any]], Any]:
        expression = compile_expression(text.replace("{and}", "and").replace("{or}", "or"))
        evaluate: Callable[[Mapping[str, Any]], Any] = expression.evaluate
        return evaluate

    return _engine(compiled)


def cel() -> Engine:
    """Programs compiled by common-expression-language."""
    import cel as language  # type: ignore[import-not-found,unused-ignore]

    def compiled(text: str) -> Callable[[Mapping[str, Any]], Any]:
        program = language.compile(text.replace("{and}", "&&").replace("{or}", "||"))
        execute: Callable[[Mapping[str, Any]], Any] = program.execute
        return execute

    return _engine(compiled)


def _engine(compiled: Callable[[str], Callable[[Mapping[str, Any]], Any]]) -> Engine:
    computed, indicated = compiled(_CONDUCT_COMPUTED), compiled(_CONDUCT_INDICATED)
    tests = [(compiled(text), otherwise) for text, otherwise in _CRITERIA]
    energy, water = (compiled(_BETTER.format(of=of)) for of in ("energy", "water"))
    briefed = compiled("smes_briefed_count_0 == sme_count_0")

    def decide(facts: Mapping[str, Any]) -> tuple[str, ...]:
        conduct = "met" if indicated(facts) else "needs_judgment"
        return (
            conduct if computed(facts) else "not_met",
            *["met" if test(facts) else otherwise for test, otherwise in tests],
            _if_flagged(facts["energy_intensive"], energy, facts),
            _if_flagged(facts["water_intensive"], water, facts),
            "met" if briefed(facts) else "needs_judgment",
        )

    return decide


def _if_flagged(flag: bool, test: Callable[[Mapping[str, Any]], Any], facts: Any) -> str:
    if not flag:
        return "not_applicable"
    return "met" if test(facts) else "not_met"
