"""Public notices as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from common.clock import SHANGHAI
from registry.domain.notice import Notice
from registry.domain.notice_release import releases_of
from registry.paper.certificate import ISSUER

PATH: Final = "/v1/notices.atom"
ATOM: Final = "http://www.w3.org/2005/Atom"
# XML has no way to write these; one name with one of them would cost everybody the feed.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATUS: Final = {"published": "公示中", "closed": "公示期满", "released": "名单已发布"}


def feed_of(notices: Sequence[Notice], *, at: datetime) -> bytes:
    """The feed, newest change first; its only outside links are the official addresses."""
    ordered = sorted(notices, key=updated_at, reverse=True)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    _add(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, PATH)}")
    _add(feed, "title", "北京市中小企业特色产业集群公示")
    _add(feed, "updated", _stamp(updated_at(ordered[0]) if ordered else at))
    _add(_add(feed, "author"), "name", ISSUER)
    _add(feed, "link", rel="self", type="application/atom+xml", href=PATH)
    for notice in ordered:
        _entry(feed, notice)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def updated_at(of: Notice) -> datetime:
    """When a notice last changed for those who read it: posted, run out, or released."""
    assert of.publication is not None
    if parts := releases_of(of):
        return parts[-1].posted_at
    if of.closed_on is not None:
        return datetime.combine(of.closed_on, time(), SHANGHAI)
    return of.publication.posted_at


def _entry(feed: Element, of: Notice) -> None:
    assert of.publication is not None
    parts = releases_of(of)
    posted = parts[-1] if parts else of.publication
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:uuid:{of.id}")
    _add(entry, "title", f"公示 {of.number}（{_STATUS[of.status]}）")
    _add(entry, "published", _stamp(of.publication.posted_at))
    _add(entry, "updated", _stamp(updated_at(of)))
    _add(entry, "link", rel="alternate", type="text/html", href=posted.official_address)
    _add(entry, "link", rel="related", type="application/json", href=f"/v1/notices/{of.number}")
    _add(entry, "category", term=of.status, label=_STATUS[of.status])
    _add(entry, "content", _words(of), type="text")


def _words(of: Notice) -> str:
    lines = [
        f"批次 {of.round_number}，共 {of.count} 个集群；公示期 {of.first_day} 至 {of.last_day}。",
        *(f"{each.district} {each.cluster_name}（{each.institution_name}）" for each in of.entries),
        f"SHA-256 {of.sha256}",
    ]
    if of.corrects:
        lines.insert(1, f"更正公示 {of.corrects}：{of.correction_reason}")
    if of.corrected_by:
        lines.insert(1, f"已由公示 {'、'.join(of.corrected_by)} 更正。")
    return "\n".join(lines)


def _add(parent: Element, name: str, text: str | None = None, **more: str) -> Element:
    child = SubElement(parent, name, more)
    child.text = None if text is None else _NOT_IN_XML.sub("\ufffd", text)
    return child


def _stamp(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
