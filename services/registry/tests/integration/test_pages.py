"""The public pages: what they say is what the register says, and how long it may be kept."""

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from common.client import application_client
from common.process import application
from registry.domain.cluster import Standing
from registry.main import SERVICE
from registry.pages.words import Words

NUMBER = "BJ-2024-0001"


async def page(registry: Any, path: str, *, language: str = "zh", status: int = 200) -> str:
    """What a page says, without its marks."""
    answer = await registry.running.client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return told(answer.text)


def told(page_of: str) -> str:
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page_of, flags=re.S)
    return re.sub(r"\s+", " ", bare)


async def test_the_register_is_searched_filtered_and_paged(registry: Any, monkeypatch: Any) -> None:
    await registry.designated(registry.haidian, registry.shunyi)
    assert "行业应用软件" in await page(registry, "/register?q=应用软件")
    said = await page(registry, "/register?district=110113&standing=valid&sort=name")
    assert "第三代半导体" in said
    assert "行业应用软件产业集群" not in said
    assert "没有符合条件的集群" in await page(registry, "/register?q=不存在的")
    assert "中文至少连续两个字" in await page(registry, "/register?q=软")
    monkeypatch.setattr("registry.api.register_pages.A_PAGE", 1)
    first = (await registry.running.client.get("/register?lang=en")).text
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = await page(registry, following.replace("&amp;", "&"))
    assert "第三代半导体" in second
    assert "Back to the first page" in second


@pytest.mark.parametrize(
    "query",
    ["standing=lapsed", "district=1", "cursor=x", "unknown=1", "q=" + "软件" * 200, "sort=x"],
)
async def test_a_strange_query_shows_the_register_all_the_same(registry: Any, query: str) -> None:
    assert "集群名录" in await page(registry, f"/register?{query}")


async def test_nothing_that_was_typed_becomes_markup(registry: Any) -> None:
    answer = await registry.running.client.get('/register?q="><script>x</script>')
    assert "<script" not in answer.text
    answer = await registry.running.client.get("/verify?number=<img src=x>")
    assert "<img" not in answer.text.lower()


async def test_a_cluster_is_shown_with_its_history_and_as_of_another_day(registry: Any) -> None:
    await registry.designated()
    row = (await registry.get(f"/clusters/{NUMBER}/history")).json()["facts"][0]["id"]
    changed = {"institution_name": "更正后的机构"}
    body = {"corrects": row, "changed": changed, "reason": "笔误", "document": "更1号"}
    path = f"/clusters/{NUMBER}"
    await registry.done(f"{path}/corrections", body, by="bureau", at=1)
    said = await page(registry, f"/register/{NUMBER}")
    assert "认定有效，有效期至2027年3月7日" in said
    assert "更正笔误" in said
    assert "运营管理机构：更正后的机构 笔误" in said
    earlier = await page(registry, f"/register/{NUMBER}?at=2024-03-01")
    assert "认定尚未生效" in earlier
    assert "今日为 有效" in earlier
    assert "The validity ended on 7 March 2027" in await page(
        registry, f"/register/{NUMBER}?at=2027-03-08&lang=en"
    )
    assert "日期无效" in await page(registry, f"/register/{NUMBER}?at=tomorrow")
    assert "没有这一页" in await page(registry, "/register/BJ-1999-0001", status=404)


async def test_a_notice_counts_its_days_and_a_draft_is_not_shown(registry: Any) -> None:
    registry.move_to(date(2024, 4, 3))
    of = await registry.open_round()
    await registry.propose(of)
    draft = await registry.done("/notices", {"round": of.number}, by="bureau")
    number = draft["number"]
    assert number not in await page(registry, "/notices")
    await page(registry, f"/notices/{number}", status=404)
    await registry.done(f"/notices/{number}/publication", registry.posting(), by="bureau", at=1)
    registry.move_to(date(2024, 4, 5))
    assert "今天不计入公示期；已过1个工作日，共5个" in await page(registry, "/notices")
    registry.move_to(date(2024, 4, 7))
    said = await page(registry, f"/notices/{number}")
    assert "今天是公示期第2个工作日，共5个" in said
    assert "清明节调休上班" in said
    assert "任何单位和个人都可以对名单提出异议" in said
    registry.move_to(date(2024, 4, 11))
    over = await page(registry, f"/notices/{number}", language="en")
    assert "The window is over" in over
    assert "No list is on notice just now" in await page(registry, "/notices", language="en")


async def test_every_link_of_a_page_leads_somewhere(registry: Any) -> None:
    await registry.designated()
    client = registry.running.client
    seen = {"/register"}
    left = ["/register"]
    while left:
        answer = await client.get(left.pop())
        assert answer.status_code == 200, answer.request.url
        if answer.headers["content-type"].startswith("text/html"):
            found = re.findall(r'href="(/[^"]*)"', answer.text)
            fresh = {html.unescape(each) for each in found} - seen
            seen |= fresh
            left += fresh
    assert f"/v1/clusters/{NUMBER}/certificate.pdf" in seen
    assert "/v1/notices/BJ-2024-N-0001/list.pdf" in seen


async def test_a_number_is_verified_today_and_on_the_day_it_was_printed(registry: Any) -> None:
    await registry.designated()
    registry.move_to(date(2027, 3, 8))
    said = await page(registry, f"/verify?number={NUMBER.lower()}&printed=2024-05-01")
    assert "有效期已于2027年3月7日届满" in said
    assert "证书出具日2024年5月1日：有效" in said
    assert "名录中没有编号为 X 的集群" in await page(registry, "/verify?number=x")


async def test_a_pasted_extract_is_checked_and_compared_with_the_register(registry: Any) -> None:
    await registry.designated()
    token = (await registry.get(f"/clusters/{NUMBER}/certificate")).json()["extract"]

    async def pasted(text: str) -> str:
        form = {"extract": text}
        answer = await registry.running.client.post("/verify?lang=zh", data=form)
        assert answer.headers["cache-control"] == "no-store"
        return told(answer.text)

    assert "结论：2024-03-08 认定有效" in await pasted(f"{token[:50]}\n{token[50:]}")
    row = (await registry.get(f"/clusters/{NUMBER}/history")).json()["facts"][0]["id"]
    body = {"corrects": row, "changed": {"name": "新名"}, "reason": "笔误", "document": "1号"}
    await registry.done(f"/clusters/{NUMBER}/corrections", body, by="bureau", at=1)
    assert "摘录与名录今日所载不同：名称" in await pasted(token)
    assert "签名不符" in await pasted(token[:-6] + "AAAAAA")
    assert "请输入编号，或粘贴摘录全文" in await pasted("")
    assert "不是一份签名文本" in await pasted("abc")


async def test_a_page_is_kept_for_a_minute_and_never_past_midnight(registry: Any) -> None:
    await registry.designated()
    runtime = replace(registry.running.runtime, public_cache_seconds=60)
    async with application_client(application(SERVICE, runtime)) as client:
        registry.running.clock.at = registry.running.clock.at.replace(hour=23, minute=59, second=50)
        told_until = (await client.get(f"/register/{NUMBER}")).headers["cache-control"]
        kept, _, seconds = told_until.partition("max-age=")
        assert (kept, 5 <= int(seconds) <= 10) == ("public, ", True)
        assert (await client.get("/verify")).headers["cache-control"] == "no-store"


async def test_each_tag_is_closed_and_each_page_has_a_language(registry: Any) -> None:
    await registry.designated()
    paths = ("/register", f"/register/{NUMBER}", "/notices", "/notices/BJ-2024-N-0001", "/verify")
    for path in paths:
        for language in ("zh", "en"):
            answer = await registry.running.client.get(f"{path}?lang={language}")
            parser = Nesting()
            parser.feed(answer.text)
            assert parser.open == []
            assert parser.language[:2] == language


class Nesting(HTMLParser):
    """The tags that are open, in order."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.language = self.language or dict(attrs).get("lang") or ""
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_standing_has_a_sentence() -> None:
    for standing in get_args(Standing):
        name = "not_yet_valid_said" if standing == "not_yet_valid" else f"{standing}_said"
        for language in ("zh-CN", "en"):
            assert Words(language)(name, last="x", days=1, clause="y")
