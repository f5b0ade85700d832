"""A round pins a published revision in force on its opening day, and keeps to its very text."""

from typing import Any

import pytest
from sqlalchemy import text as sql

from common.testing.tokens import actor
from programme.strict_toml import packaged_text

LATER = "2024-06-01"


def packaged(standard_id: str = "beijing-2023") -> str:
    return packaged_text("programme.standards", f"{standard_id}.toml")


def revision_two(*changes: tuple[str, str]) -> str:
    """The packaged standard as revision 2, words of it replaced."""
    text = packaged()
    for old, new in (("revision = 1", "revision = 2"), *changes):
        assert old in text, old
        text = text.replace(old, new)
    return text


def criterion_renamed(text: str, old: str, new: str) -> str:
    assert f'id = "{old}"' in text
    return text.replace(f'id = "{old}"', f'id = "{new}"')


async def drafted(case: Any, **changes: Any) -> Any:
    return await case.post("bureau", "/rounds", case.TERMS | changes)


async def opened(case: Any, draft: Any) -> Any:
    path, tag = f"/rounds/{draft.json()['id']}/opening", draft.headers["ETag"]
    return await case.post("bureau", path, None, **{"If-Match": tag})


async def test_before_its_publication_came_no_round_is_drafted_and_then_it_is(
    bare_case: Any,
) -> None:
    refused = await drafted(bare_case)
    assert (refused.status_code, refused.json()["code"]) == (409, "standard_not_published")
    assert refused.json()["clause"] == "管理办法 第四条"
    await bare_case.publish()
    assert (await drafted(bare_case)).status_code == 201


@pytest.mark.parametrize(
    "days", [{"first": "2024-03-02"}, {"first": "2023-01-01", "last": "2024-02-29"}]
)
async def test_a_round_that_opens_on_a_day_without_a_standard_is_refused(
    bare_case: Any, days: dict[str, str]
) -> None:
    await bare_case.publish(**days)
    refused = await drafted(bare_case)
    assert (refused.status_code, refused.json()["code"]) == (409, "standard_not_in_force")
    assert refused.json()["clause"] == "管理办法 第十九条"


@pytest.mark.parametrize("days", [{"first": "2024-03-01"}, {"last": "2024-03-01"}])
async def test_the_first_and_the_last_day_count(bare_case: Any, days: dict[str, str]) -> None:
    await bare_case.publish(**days)
    assert (await drafted(bare_case)).status_code == 201


@pytest.mark.parametrize("late", [False, True], ids=["in order", "the later one came first"])
async def test_the_revision_in_force_on_the_opening_day_is_pinned(
    bare_case: Any, late: bool
) -> None:
    both = [(packaged(), "2023-01-01"), (revision_two(), LATER)]
    for text, first in reversed(both) if late else both:
        await bare_case.publish(text, first=first)
    assert (await drafted(bare_case)).json()["standard"]["revision"] == 1
    later = {
        "opens_at": f"{LATER}T00:00:00+08:00",
        "closes_at": "2024-06-30T00:00:00+08:00",
        "district_due_at": "2024-07-31T00:00:00+08:00",
    }
    assert (await drafted(bare_case, **later)).json()["standard"]["revision"] == 2


async def test_after_the_last_day_of_a_revision_an_earlier_one_does_not_come_back(
    bare_case: Any,
) -> None:
    await bare_case.publish()
    await bare_case.publish(revision_two(), first="2023-06-01", last="2023-12-31")
    assert (await drafted(bare_case)).json()["code"] == "standard_not_in_force"


async def test_a_draft_overtaken_by_a_revision_is_not_opened_until_it_pins_that_one(
    open_case: Any,
) -> None:
    case = await open_case()
    draft = await drafted(case)
    await case.publish(revision_two(), first="2024-03-01")
    refused = await opened(case, draft)
    assert (refused.status_code, refused.json()["code"]) == (409, "other_revision_in_force")
    path, tag = f"/rounds/{draft.json()['id']}", {"If-Match": draft.headers["ETag"]}
    changed = await case.put("bureau", path, case.TERMS, **tag)
    assert changed.json()["standard"]["revision"] == 2
    assert (await opened(case, changed)).status_code == 201


async def test_a_later_revision_never_disturbs_an_open_round(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    await case.publish(criterion_renamed(revision_two(), "9.1", "9.99"), first="2024-03-01")
    await case.document(application)  # proves 9.1, which the later revision does not know
    done = await case.act("institution", application, "submission")
    assert done.status_code == 201, done.text
    version = (await case.get("institution", f"/applications/{application}/versions/1")).json()
    assert case.round["standard"]["revision"] == 1
    assert "9.1" in {line["id"] for line in version["precheck"]["criteria"]}


async def test_a_round_under_a_published_revision_is_held_to_its_text_throughout(
    bare_case: Any,
) -> None:
    case = bare_case
    await case.publish(criterion_renamed(revision_two(), "2.1", "2.99"))
    case.round = (await opened(case, await drafted(case))).json()
    application = await case.draft()
    path = f"/applications/{application}"
    unknown = case.SEAL_PAGE | {"criterion_ids": ["2.1"]}
    refused = await case.post("institution", f"{path}/documents", unknown)
    assert refused.json()["errors"][0]["code"] == "unknown_criterion"
    assert (await case.get("institution", f"{path}/completeness")).status_code == 200
    assert (await case.act("institution", application, "submission")).status_code == 201
    await case.act("district", application, "acceptance")
    for criterion, status in [("2.1", 422), ("2.99", 201)]:
        item = {"criterion_id": criterion, "position": "confirm", "reason": "材料齐全"}
        done = await case.act("district", application, "findings", {"items": [item]})
        assert done.status_code == status, done.text


async def test_an_example_is_pinned_by_no_round(bare_case: Any) -> None:
    await bare_case.publish(packaged("example-points"))
    refused = await drafted(bare_case, standard_id="example-points")
    assert (refused.status_code, refused.json()["code"]) == (409, "example_not_pinned")


async def test_a_text_that_is_not_the_one_of_its_hash_is_parked(bare_case: Any) -> None:
    assert await bare_case.publish(pin_of=revision_two()) == "parked"
    assert (await drafted(bare_case)).json()["code"] == "standard_not_published"


async def test_a_revision_published_again_has_other_days_and_no_other_text(
    bare_case: Any,
) -> None:
    await bare_case.publish(first="2024-03-02")
    await bare_case.publish(first="2024-03-01")
    assert (await drafted(bare_case)).status_code == 201
    other = packaged().replace('title = "', 'title = "另一', 1)
    assert await bare_case.publish(other) == "parked"


@pytest.mark.parametrize("person", ["bureau", "auditor", "institution"])
async def test_only_the_worker_writes_what_was_published(bare_case: Any, person: str) -> None:
    await bare_case.publish()
    api = bare_case.running.api
    for statement in (
        "UPDATE standards SET effective_from = '2020-01-01'",
        "DELETE FROM standards",
        "INSERT INTO standards SELECT id, 9, 'x', text, effective_from FROM standards",
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with api.transaction(actor(person), at=bare_case.running.clock.now()) as tx:
                await tx.connection.execute(sql(statement))
