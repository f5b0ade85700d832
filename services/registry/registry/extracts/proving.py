"""What an extract, the published keys and a status list prove together of a day, without a net."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from joserfc.jwk import OKPKey

from common.errors import Text
from registry.extracts import status_list
from registry.extracts.opening import (
    Extract,
    StatusList,
    Unproven,
    extract_in,
    status_list_in,
)

AUTHENTIC: Final = Text(
    "摘录真实：由 {issuer} 签发，签发后未被改动",
    "The extract is authentic: signed by {issuer} and not altered since",
)
IN_PERIOD: Final = Text(
    "{on} 在摘录所载有效期 {first} 至 {last} 之内",
    "{on} lies in the validity period that the extract states, {first} to {last}",
)
NO_PERIOD: Final = Text(
    "{on} 不在摘录所载的任何有效期之内（摘录只载至 {as_of} 的情况）",
    "{on} lies in no validity period that the extract states (it knows things until {as_of})",
)
SAYS_REVOKED: Final = Text(
    "摘录本身载明：{as_of} 时该集群认定已被撤销",
    "The extract itself says that the designation was revoked by {as_of}",
)
LIST_AUTHENTIC: Final = Text(
    "状态列表真实：由同一机关签发，载 {day} 的情况",
    "The status list is authentic: signed by the same authority, of {day}",
)
OTHER_LIST: Final = Text(
    "状态列表不是这份摘录所指的那一份", "This is not the status list that the extract names"
)
LIST_EXPIRED: Final = Text(
    "状态列表已过期：只载至 {day}，不能证明 {on} 未被撤销；请下载当日的列表",
    "The status list has expired: it knows things until {day} and cannot prove that nothing was"
    " revoked by {on}; download one of the day",
)
LIST_LATER: Final = Text(
    "状态列表载 {day} 的情况，晚于 {on}：其间撤销、后又恢复的，从中看不出来；请用当日的列表",
    "The status list is of {day}, later than {on}: what was revoked between and reinstated since"
    " would not show; use the list of the day",
)
LIST_DAMAGED: Final = Text(
    "状态列表中读不出该集群的状态", "The status list does not tell the status of this cluster"
)
REVOKED: Final = Text(
    "状态列表载明：至 {day}，该集群认定已被撤销",
    "The status list says that the designation was revoked by {day}",
)
NOT_REVOKED: Final = Text(
    "状态列表载明：至 {day}，该集群认定未被撤销",
    "The status list says that the designation was not revoked by {day}",
)
VALID: Final = Text("结论：{on} 认定有效", "Result: the designation is valid on {on}")
NOT_PROVEN: Final = Text(
    "结论：未能证明 {on} 认定有效", "Result: it is not proven that the designation is valid on {on}"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was looked at: whether it speaks for validity, and what was found."""

    holds: bool
    said: Text


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that was looked at, and the extract when its signature is good."""

    steps: tuple[Step, ...]
    result: Text
    extract: Extract | None

    @property
    def holds(self) -> bool:
        """Whether it is proven that the designation is valid on the day."""
        return all(step.holds for step in self.steps)


def proof_of(token: str, keys: Sequence[OKPKey], listed: str, *, on: date) -> Proof:
    """What is proven of a legal day by an extract and a status list, both compact JWS."""
    try:
        extract = extract_in(token, keys)
    except Unproven as unproven:
        return _concluded([Step(False, unproven.reason)], None, on)
    steps = [Step(True, AUTHENTIC.filled({"issuer": extract.issuer}))]
    steps += [_period_step(extract, on), *_list_steps(extract, keys, listed, on)]
    return _concluded(steps, extract, on)


def _concluded(steps: list[Step], extract: Extract | None, on: date) -> Proof:
    result = VALID if all(step.holds for step in steps) else NOT_PROVEN
    return Proof(tuple(steps), result.filled({"on": on}), extract)


def _period_step(extract: Extract, on: date) -> Step:
    values = {"on": on, "as_of": extract.as_of}
    if extract.standing == "revoked":
        return Step(False, SAYS_REVOKED.filled(values))
    for period in extract.periods:
        if period.holds_on(on):
            printed = {"first": period.first_day, "last": period.last_day}
            return Step(True, IN_PERIOD.filled(values | printed))
    return Step(False, NO_PERIOD.filled(values))


def _list_steps(extract: Extract, keys: Sequence[OKPKey], listed: str, on: date) -> Iterator[Step]:
    try:
        found = status_list_in(listed, keys)
    except Unproven as unproven:
        yield Step(False, _of_the_list(unproven.reason))
        return
    if (found.issuer, found.address) != (extract.issuer, extract.list_address):
        yield Step(False, OTHER_LIST)
        return
    yield Step(True, LIST_AUTHENTIC.filled({"day": found.day}))
    yield _bit_step(extract, found, on)


def _bit_step(extract: Extract, found: StatusList, on: date) -> Step:
    values = {"day": found.day, "on": on}
    try:
        revoked = status_list.is_set(found.encoded, extract.index)
    except status_list.UnfitList:
        return Step(False, LIST_DAMAGED)
    if revoked:
        return Step(False, REVOKED.filled(values))
    if found.day != on:
        return Step(False, (LIST_EXPIRED if found.day < on else LIST_LATER).filled(values))
    return Step(True, NOT_REVOKED.filled(values))


def _of_the_list(reason: Text) -> Text:
    return Text(f"状态列表：{reason.zh}", f"Status list: {reason.en}")
