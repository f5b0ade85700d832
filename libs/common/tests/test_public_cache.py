"""What anybody may read is kept for a while; what a person reads, and a problem, never is."""

import re

import pytest
from fastapi import FastAPI, Request, Response

from common.client import application_client
from common.http.public_cache import PublicCache

SECONDS = 0.2
VARY = "Accept, Accept-Encoding, Accept-Language, Authorization"


@pytest.fixture
async def client():
    """An application that counts how often it answers."""
    app, made = FastAPI(), {"answers": 0}

    @app.api_route("/v1/open", methods=["GET", "POST"])
    async def answer(request: Request) -> Response:
        made["answers"] += 1
        status = 404 if "missing" in request.query_params else 200
        long = "long" in request.query_params
        return Response(str(made["answers"]) * (5000 if long else 1), status, {"ETag": '"v1"'})

    app.add_middleware(PublicCache, paths=re.compile("/v1/open"), seconds=SECONDS)
    async with application_client(app) as client:
        client.app = app
        yield client


async def said(client, path="/v1/open", **headers):
    return (await client.get(path, headers=headers)).text


async def test_an_answer_is_given_again_with_its_headers(client):
    first, again = await client.get("/v1/open"), await client.get("/v1/open")
    assert (again.text, again.headers) == (first.text, first.headers)
    assert first.headers["Cache-Control"] == "public, max-age=0"
    assert first.headers["Vary"] == VARY


async def test_a_long_answer_is_packed_once_for_those_who_take_it_so(client):
    plain = await client.get("/v1/open?long=", headers={"Accept-Encoding": "identity"})
    packed = [await client.get("/v1/open?long=") for _ in range(2)]
    assert [each.headers.get("Content-Encoding") for each in (plain, *packed)] == [
        None,
        "gzip",
        "gzip",
    ]
    assert int(packed[0].headers["Content-Length"]) < len(plain.content) / 10
    assert plain.text == "1" * 5000
    assert [each.text for each in packed] == ["2" * 5000] * 2
    assert packed[0].headers["Vary"] == VARY


async def test_it_is_made_anew_when_its_time_is_over(client, monkeypatch):
    monkeypatch.setattr("common.http.public_cache.time.monotonic", lambda: 0.0)
    assert await said(client) == await said(client)
    monkeypatch.setattr("common.http.public_cache.time.monotonic", lambda: SECONDS + 0.1)
    assert await said(client) == "2"


async def test_who_keeps_it_further_is_told_what_is_left(client, monkeypatch):
    layer = next(each for each in client.app.user_middleware if each.cls is PublicCache)
    layer.kwargs["seconds"] = 60
    told = []
    for second in (0.0, 20.0, 59.5):
        monkeypatch.setattr("common.http.public_cache.time.monotonic", lambda now=second: now)
        answer = await client.get("/v1/open")
        told.append((answer.text, answer.headers["Cache-Control"]))
    assert told == [("1", f"public, max-age={left}") for left in (60, 40, 0)]


async def test_the_time_in_which_it_was_made_counts(client, monkeypatch):
    seconds = iter((0.0, SECONDS + 0.1, SECONDS + 0.1, SECONDS + 0.1))
    monkeypatch.setattr(
        "common.http.public_cache.time.monotonic", lambda: next(seconds, SECONDS + 0.1)
    )
    assert await said(client) == "1"
    assert await said(client) == "2"


async def test_who_shows_a_token_gets_an_answer_of_their_own(client):
    shown = await said(client, Authorization="Bearer x")
    assert (shown, await said(client)) == ("1", "2")
    assert await said(client, Authorization="Bearer x") == "3"


@pytest.mark.parametrize("name", ["Accept", "Accept-Language"])
async def test_each_language_and_form_is_kept_for_itself(client, name):
    assert await said(client, **{name: "a"}) != await said(client, **{name: "b"})


async def test_a_write_through_this_process_is_seen_at_once(client):
    assert await said(client) == "1"
    await client.post("/v1/open", headers={"Authorization": "Bearer x"})
    assert await said(client) == "3"


async def test_a_question_that_is_posted_without_a_token_empties_nothing(client):
    assert await said(client) == "1"
    await client.post("/v1/open")
    assert await said(client) == "1"


@pytest.mark.parametrize(("left", "again"), [(0.1, "2"), (9.0, "1")])
async def test_an_answer_is_not_given_on_the_next_legal_day(client, monkeypatch, left, again):
    layer = next(each for each in client.app.user_middleware if each.cls is PublicCache)
    layer.kwargs["left_of_day"] = lambda: left
    clock = "common.http.public_cache.time.monotonic"
    monkeypatch.setattr(clock, lambda: 0.0)
    assert await said(client) == "1"
    monkeypatch.setattr(clock, lambda: 0.15)
    assert await said(client) == again


async def test_a_problem_is_not_kept(client):
    assert await said(client, "/v1/open?missing") != await said(client, "/v1/open?missing")
