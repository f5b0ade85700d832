"""A notice and its final list on paper, and the feed of notices."""

from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

from common.contracts.round import NoticeTerms
from registry.paper.feed import ATOM

NAMES = {"a": ATOM}


def words(pdf: bytes) -> str:
    """The words of a PDF without the breaks of its lines."""
    pages = PdfReader(BytesIO(pdf)).pages
    said = "".join("".join(page.extract_text().split()) for page in pages)
    return said.replace("\u200b", "")


async def test_a_notice_is_printed_with_its_list_window_address_and_hash(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    await registry.propose(of, registry.shunyi)
    draft = await registry.done("/notices", {"round": of.number}, by="bureau")
    path = f"/notices/{draft['id']}"
    for by in ("bureau", None):
        assert (await registry.get(f"{path}/notice.pdf", by=by)).status_code == 404
    posted = await registry.done(f"{path}/publication", registry.posting(), by="bureau", at=1)
    paper = await registry.get(f"{path}/notice.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    said = words(paper.content)
    for told in (
        "《北京市促进中小企业特色产业集群发展管理办法（暂行）》第十条",
        registry.haidian[1],
        registry.shunyi[1],
        "2024年3月1日至2024年3月7日",
        "2024年3月2日星期六不计",
        posted["publication"]["official_address"],
        posted["sha256"],
    ):
        assert told in said
    known = {"If-None-Match": paper.headers["ETag"]}
    client = registry.running.client
    again = await client.get(f"/v1{path}/notice.pdf", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    feed = await client.get("/v1/notices.atom", headers=known)
    assert feed.status_code == 200
    same = await client.get("/v1/notices.atom", headers={"If-None-Match": feed.headers["ETag"]})
    assert same.status_code == 304
    assert (await registry.get(f"{path}/list.pdf")).status_code == 404


async def test_the_final_list_is_printed_with_numbers_and_validity(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.released(of)
    paper = await registry.get(f"/notices/{notice['number']}/list.pdf")
    assert paper.status_code == 200
    said = words(paper.content)
    for told in ("BJ-2024-0001", registry.haidian[1], "2024-03-08至2027-03-07", notice["sha256"]):
        assert told in said


async def test_the_feed_tells_of_posted_notices_newest_change_first(registry: Any) -> None:
    empty = await registry.get("/notices.atom")
    assert ElementTree.fromstring(empty.content).findall("a:entry", NAMES) == []
    of = await registry.open_round()
    await registry.propose(of)
    first = await registry.published(of)
    other = await registry.open_round(
        notice=NoticeTerms(
            working_days=10, first_day_counts=True, answer_working_days=5, list_waits=True
        )
    )
    # One name must not cost everybody the feed.
    await registry.propose(other, ("110113", "北京市\x07\ufffe集群", registry.shunyi[2]))
    registry.move_to(date(2024, 3, 4))
    second = await registry.published(other)
    third = await registry.open_round()
    await registry.propose(third, ("110101", "北京市东城区<数字>&文化集群", "91110101000000000X"))
    draft = await registry.done("/notices", {"round": third.number}, by="bureau")
    registry.move_to(date(2024, 3, 8))
    await registry.done(f"/notices/{first['id']}/closing", None, by="bureau", at=2)
    answer = await registry.get("/notices.atom", by="bureau")
    assert answer.headers["Content-Type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{name}", namespaces=NAMES)
    entries = feed.findall("a:entry", NAMES)
    ids = [entry.findtext("a:id", namespaces=NAMES) for entry in entries]
    assert ids == [f"urn:uuid:{first['id']}", f"urn:uuid:{second['id']}"]
    assert draft["id"] not in answer.text
    stamps = [entry.findtext("a:updated", namespaces=NAMES) for entry in entries]
    assert stamps == ["2024-03-08T00:00:00+08:00", "2024-03-04T09:00:00+08:00"]
    links = {link.get("href", "") for link in feed.iter(f"{{{ATOM}}}link")}
    outside = {link for link in links if not link.startswith("/v1/")}
    assert outside == {first["publication"]["official_address"]}
