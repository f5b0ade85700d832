"""A change that takes something from those who rely on the last release is refused."""

import copy

import pytest

from common.contracts.catalogue import BY_TYPE
from deploy.contracts.documents import whole_api
from deploy.contracts.event_schemas import event_schema
from deploy.contracts.released import api_breaks, bare, breaks, event_breaks

READ = ("/v1/clusters/{ref}", "get")
WRITE = ("/v1/rounds", "post")


@pytest.fixture
def api():
    return copy.deepcopy(whole_api())


def changed(api, change):
    after = copy.deepcopy(api)
    change(after)
    return list(api_breaks(bare(api), after))


def schema(api, name):
    return api["components"]["schemas"][name]


def test_today_breaks_nothing_of_the_last_release():
    assert list(breaks(whole_api())) == []


def test_a_removed_field_of_an_event_is_refused():
    old = {"cluster.designated": event_schema("cluster.designated")}
    new = copy.deepcopy(old)
    del new["cluster.designated"]["$defs"]["ClusterFacts"]["properties"]["district"]
    assert list(event_breaks(old, new)) == ["cluster.designated.cluster.district: removed"]


def test_a_removed_event_and_a_changed_type_are_refused():
    old = {kind: event_schema(kind) for kind in BY_TYPE}
    new = copy.deepcopy(old)
    del new["round.closed"]
    new["notice.published"]["properties"]["count"] = {"type": "string"}
    assert set(event_breaks(old, new)) == {
        "round.closed: removed",
        "notice.published.count: type changed (string)",
    }


def test_a_field_that_may_be_missing_or_null_now_is_refused():
    old = {"round.closed": event_schema("round.closed")}
    new = copy.deepcopy(old)
    new["round.closed"]["required"].remove("round_id")
    at = new["round.closed"]["properties"]["closed_at"]
    new["round.closed"]["properties"]["closed_at"] = {"anyOf": [at, {"type": "null"}]}
    assert set(event_breaks(old, new)) == {
        "round.closed.round_id: may be missing now",
        "round.closed.closed_at: type changed (null)",
    }


def test_an_added_field_of_an_answer_is_welcome(api):
    def add(after):
        schema(after, "ClusterShown")["properties"]["mascot"] = {"type": "string"}
        schema(after, "ClusterShown")["required"].append("mascot")

    assert changed(api, add) == []


def test_a_removed_path_operation_or_status_is_refused(api):
    def remove(after):
        del after["paths"]["/v1/proposals"]
        del after["paths"]["/v1/rounds"]["get"]
        del after["paths"][READ[0]]["get"]["responses"]["404"]

    assert set(changed(api, remove)) == {
        "GET /v1/proposals: removed",
        "GET /v1/rounds: removed",
        "GET /v1/clusters/{ref} 404: removed",
    }


def test_a_removed_field_of_an_answer_is_refused(api):
    found = changed(api, lambda after: schema(after, "ClusterShown")["properties"].pop("number"))
    assert "GET /v1/clusters/{ref} 200.number: removed" in found


def test_a_newly_required_field_or_header_of_a_request_is_refused(api):
    def require(after):
        draft = schema(after, "RoundDraft")
        draft["properties"]["mascot"] = {"type": "string"}
        draft["required"].append("mascot")
        for parameter in after["paths"]["/v1/rounds"]["post"]["parameters"]:
            parameter["required"] = True

    assert set(changed(api, require)) >= {
        "POST /v1/rounds body.mascot: newly required",
        "POST /v1/rounds?Idempotency-Key: newly required",
    }


def test_a_request_that_takes_less_is_refused(api):
    def narrow(after):
        properties = schema(after, "RoundDraft")["properties"]
        properties["required_documents"]["maxItems"] = 10
        properties["notice_number"]["maxLength"] = 10

    assert set(changed(api, narrow)) >= {
        "POST /v1/rounds body.required_documents: maxItems is smaller",
        "POST /v1/rounds body.notice_number: maxLength is smaller",
    }
