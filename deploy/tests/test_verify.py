"""How the services' own findings are joined."""

from typing import Any

from deploy.local.databases import SERVICES
from deploy.local.verify import joined

ENDS = [{"service": service, "line": "end"} for service in SERVICES]
EVENT = {
    "event_id": "e1",
    "type": "standard.published",
    "aggregate": "standard/s1",
    "sequence": 1,
}
SENT = {"service": "evaluation", "line": "sent", **EVENT}


def taken(service: str, *, state: str = "applied") -> dict[str, Any]:
    return {
        "service": service,
        "line": "taken",
        "stream": "EVALUATION",
        "state": state,
        **EVENT,
    }


def test_an_event_that_every_reader_applied_is_in_order() -> None:
    assert list(joined([SENT, taken("registry"), taken("intake"), *ENDS])) == []


def test_an_event_without_effect_is_named_with_its_reader() -> None:
    [fault] = joined([SENT, taken("registry"), taken("intake", state="parked"), *ENDS])
    assert fault == "intake: no effect of standard.published no. 1 of standard/s1 from evaluation"


def test_an_effect_without_event_is_named() -> None:
    [fault] = joined([taken("registry"), *ENDS])
    assert fault.startswith("registry: took standard.published")


def test_a_finding_is_a_fault_unless_it_is_in_order() -> None:
    finding = {"service": "registry", "line": "finding", "check": "audit_chain", "subject": "7"}
    lines = [{**finding, "ok": True, "detail": ""}, {**finding, "ok": False, "detail": "broken"}]
    assert list(joined([*lines, *ENDS])) == ["registry: audit_chain 7 broken"]


def test_a_verification_that_broke_off_is_a_fault() -> None:
    assert list(joined(ENDS[1:])) == ["intake: its verification did not end"]
