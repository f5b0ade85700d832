"""Three districts, their institutions, the bureau and an auditor interleaved at random over two
connections: the API answers as a plain model does, and nobody learns of what is another's.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common import context
from common.actor import Actor
from common.testing.tokens import token
from intake.domain import access
from intake.domain.application_lifecycle import APPLICATION, status_of

DISTRICTS = ("110108", "110113", "110105")
CODES = ("91110000101623741K", "911101066976941872", "91110105MA0000001X")
KEYS = count(1)
ENDING = frozenset({"withdraw", "reject"})
BODIES: dict[str, tuple[str, Any]] = {
    "submit": ("submission", {}),
    "withdraw": ("withdrawal", {}),
    "accept": ("acceptance", {}),
    "reject": ("rejection", {"reasons": "不属适用对象", "clauses": ["管理办法 第八条"]}),
    "request_correction": (
        "correction-requests",
        {"items": [{"pointer": "/series", "reason": "补证明", "clause": "管理办法 第九条"}]},
    ),
    "record_findings": (
        "findings",
        {"items": [{"criterion_id": "2.4", "position": "confirm", "reason": "已核对"}]},
    ),
    "hand_over": ("hand-overs", {"to": "wang.fang"}),
    "not_recommend": (
        "non-recommendation",
        {"ground": "passed_over_by_rank", "reasons": "名额", "clauses": ["管理办法 第七条"]},
    ),
    "recommend": ("recommendation", {"opinion": "予以推荐。", "rank": 1}),
}
ACTS = sorted(BODIES)
INSTITUTIONS_ACTS = frozenset({"submit", "withdraw"})
# The database answers 409 too where a time or a rank is against it; the model leaves those open.
OPEN_REFUSALS = frozenset({"correction_period_running", "rank_taken", "criterion_not_met"})


@dataclass(slots=True)
class Known:
    """What the model knows of one application."""

    id: str
    number: str
    side: int
    place: str = "draft"
    filed: int = 0
    accepted: bool = False


def headers_of(kind: str, side: int) -> dict[str, str]:
    """The token of the institution or district of a side, or of a reader of all."""
    claims: dict[str, Any] = {
        "institution": {"institution": CODES[side]},
        "district": {"district": DISTRICTS[side]},
    }.get(kind, {})
    return {"Authorization": f"Bearer {token(kind, sub=f'{kind}-{side}', **claims)}"}


PEOPLE = {
    (kind, side): headers_of(kind, side)
    for kind, sides in (("institution", 3), ("district", 3), ("bureau", 1), ("auditor", 1))
    for side in range(sides)
}


class Machine(RuleBasedStateMachine):
    """The lifecycle as a model beside the API."""

    case: Any
    loop: asyncio.AbstractEventLoop
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.known: list[Known] = []
        self.people = PEOPLE
        self.in_round = self.opened()

    def send(self, *requests: tuple[str, str, Any, dict[str, str]]) -> list[Any]:
        """Requests at once, over the two connections."""

        async def all_of_them() -> list[Any]:
            sent = [
                self.case._send(method, "auditor", path, body, headers)
                for method, path, body, headers in requests
            ]
            return list(await asyncio.gather(*sent))

        return self.loop.run_until_complete(all_of_them())

    def opened(self) -> str:
        """A round of this run's own."""
        terms = self.case.TERMS | {"required_documents": []}
        own = self.people["bureau", 0] | {"Idempotency-Key": f"r{next(KEYS)}"}
        (drafted,) = self.send(("POST", "/rounds", terms, own))
        path = f"/rounds/{drafted.json()['id']}"
        tag = {"If-Match": drafted.headers["ETag"]}
        (opened,) = self.send(("POST", f"{path}/opening", None, self.people["bureau", 0] | tag))
        assert opened.status_code == 201, opened.text
        return str(opened.json()["id"])

    @initialize()
    def three_are_filed(self) -> None:
        for side in range(3):
            self.draft(side)
            self.tried(self.known[-1], "submit", ("institution", side))
        self.tried(self.known[0], "accept", ("district", 0))

    @precondition(lambda self: len(self.known) < 6)
    @rule(side=st.sampled_from([0, 1, 2]))
    def draft(self, side: int) -> None:
        sections = self.case.sections()
        sections["header"]["district_code"] = DISTRICTS[side]
        sections["applicant"]["uscc"] = CODES[side]
        body = {
            "round_id": self.in_round,
            "kind": "designation",
            "cluster_name": "某集群",
            "district_code": DISTRICTS[side],
            "sections": sections,
        }
        key = {"Idempotency-Key": f"d{next(KEYS)}"}
        own = self.people["institution", side]
        (answer,) = self.send(("POST", "/applications", body, own | key))
        assert answer.status_code == 201, answer.text
        made = answer.json()
        self.known.append(Known(made["id"], made["number"], side))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """An act that is possible, by whoever it belongs to; early ends come by themselves."""
        of = data.draw(st.sampled_from(self.known))
        possible = [
            act for act in ACTS if act not in ENDING and APPLICATION.possible(act, of.place)
        ]
        if possible:
            act = data.draw(st.sampled_from(possible))
            kind = "institution" if act in INSTITUTIONS_ACTS else "district"
            self.tried(of, act, (kind, of.side))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), act=st.sampled_from(ACTS), who=st.sampled_from(sorted(PEOPLE)))
    def try_anything(self, data: st.DataObject, act: str, who: tuple[str, int]) -> None:
        """Any act by anybody."""
        self.tried(data.draw(st.sampled_from(self.known)), act, who)

    def tried(self, of: Known, act: str, who: tuple[str, int]) -> None:
        """An act at once with what others read, over the same two connections."""
        (seen,) = self.send(("GET", f"/applications/{of.id}", None, self.people["auditor", 0]))
        noun, body = BODIES[act]
        headers = self.people[who] | {
            "If-Match": seen.headers["ETag"],
            "Idempotency-Key": f"a{next(KEYS)}",
        }
        others = [("GET", "/applications", None, read) for read in self.people.values()]
        path = f"/applications/{of.id}/{noun}"
        answer, *_ = self.send(("POST", path, body, headers), *others[:3])
        self.compare(of, act, who, answer)

    def compare(self, of: Known, act: str, who: tuple[str, int], answer: Any) -> None:
        if not self.sees(who, of):
            assert answer.status_code == 404, (act, who, answer.text)
            return
        kind = "institution" if act in INSTITUTIONS_ACTS else "district"
        if who != (kind, of.side):
            assert answer.status_code == 403, (act, who, answer.text)
            return
        if not APPLICATION.possible(act, of.place):
            assert answer.status_code == 409, (act, of, answer.text)
        elif answer.status_code == 201:
            self.moved(of, act)
        else:
            assert answer.json()["code"] in OPEN_REFUSALS, (act, of, answer.text)

    def moved(self, of: Known, act: str) -> None:
        self.done[act] += 1
        of.place = APPLICATION.end_of(act, of.place)
        of.filed += act == "submit"

    def sees(self, who: tuple[str, int], of: Known) -> bool:
        """Who may know of a case: its institution; once filed its district and the bureau."""
        kind, side = who
        if kind == "auditor":
            return True
        own = side == of.side or kind == "bureau"
        return own and (kind == "institution" or of.filed > 0)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), part=st.sampled_from(["", "/timeline", "/acts", "/deadlines"]))
    def everybody_looks_at_one(self, data: st.DataObject, part: str) -> None:
        of = data.draw(st.sampled_from(self.known))
        ref = data.draw(st.sampled_from([of.id, of.number]))
        asked = [("GET", f"/applications/{ref}{part}", None, h) for h in self.people.values()]
        for who, answer in zip(self.people, self.send(*asked), strict=True):
            assert (answer.status_code == 200) == self.sees(who, of), (who, part, answer.text)

    @invariant()
    def each_lists_what_is_theirs_in_the_status_that_the_model_has(self) -> None:
        path = f"/applications?limit=200&round={self.in_round}"
        asked = [("GET", path, None, headers) for headers in self.people.values()]
        mine = {of.id: status_of(of.place) for of in self.known}
        for who, answer in zip(self.people, self.send(*asked), strict=True):
            listed = {item["id"]: item["status"] for item in answer.json()["items"]}
            theirs = {of.id for of in self.known if self.sees(who, of)}
            assert listed == {name: mine[name] for name in theirs}, who


@pytest.fixture
async def shared(open_case: Any) -> Any:
    """One running intake for all runs, with two connections."""
    case = await open_case()
    await case.running.api.close()
    case.running.api.size = 2
    return case, asyncio.get_running_loop()


def walked(shared: Any, *, runs: int, phases: Sequence[Phase]) -> Counter[str]:
    """Walk the lifecycle so many times; returns how often each act was done."""
    done: Counter[str] = Counter()
    case, loop = shared
    own = {"case": case, "loop": loop, "done": done}
    run_state_machine_as_test(
        type("Run", (Machine,), own),
        settings=settings(
            max_examples=runs,
            stateful_step_count=24,
            deadline=None,
            database=None,
            derandomize=True,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return done


def test_the_api_is_the_model_and_nothing_leaks(shared: Any) -> None:
    done = walked(shared, runs=14, phases=list(Phase))
    assert set(done) >= {"submit", "request_correction", "accept", "recommend", "hand_over"}, done


def test_with_both_walls_down_the_machine_finds_the_leak(
    shared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context_of = context.context_of

    def lent(actor: Actor) -> dict[str, str]:  # everybody reads as the bureau does
        own = context_of(actor)
        return own | {"app.roles": f"{own['app.roles']},municipal_bureau"}

    monkeypatch.setattr(context, "context_of", lent)
    monkeypatch.setattr(access, "visible_to", lambda _actor, _case: True)
    with pytest.raises(AssertionError):
        walked(shared, runs=25, phases=[Phase.generate])
