"""The public pages in a real browser: on a phone and on a desk, without a script, alone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

SHOTS = Path(__file__).resolve().parents[2] / "build" / "browser"
PAGES = {
    "register": "/register",
    "nothing": "/register?q=不存在的",
    "too-short": "/register?q=软",
    "cluster": "/register/BJ-2024-0001",
    "revoked": "/register/BJ-2024-0002",
    "another-day": "/register/BJ-2024-0002?at=2024-03-20",
    "notices": "/notices",
    "notice": "/notices/BJ-2024-N-0002",
    "past-notice": "/notices/BJ-2024-N-0001",
    "verify": "/verify",
    "verified": "/verify?number=bj-2024-0002&printed=2024-03-10",
    "unknown": "/verify?number=BJ-2024-9999",
    "missing": "/register/BJ-1999-0001",
}
DEVICES = {"phone": (390, True), "desk": (1280, False)}
# Every text against what is behind it (WCAG 2, contrast 4.5, or 3 for large letters).
FAINT = r"""
(() => {
  const line = s => s <= .04045 ? s / 12.92 : ((s + .055) / 1.055) ** 2.4;
  const light = c => line(c / 255);
  const sum = c => .2126 * light(c[0]) + .7152 * light(c[1]) + .0722 * light(c[2]);
  const read = t => t.match(/[\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = read(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const faint = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, s = getComputedStyle(e);
    if (!walk.currentNode.data.trim() || !e.getClientRects().length) continue;
    const [a, b] = [sum(read(s.color)), sum(behind(e))].sort((x, y) => y - x);
    const size = parseFloat(s.fontSize);
    const large = size >= 24 || (size >= 18.7 && s.fontWeight >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) faint.push(walk.currentNode.data.trim());
  }
  return faint;
})()"""
UNNAMED = """
[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter(e => !e.labels.length).map(e => e.outerHTML)
  .concat([...document.querySelectorAll("table")]
  .filter(e => !e.caption && !e.getAttribute("aria-labelledby")).map(e => e.className))"""
SMALL = """
[...document.querySelectorAll("nav a, button, .button, input:not([type=hidden]), select")]
  .map(e => [e.getBoundingClientRect().height, e.outerHTML]).filter(([h]) => h < 36)"""

LOOKED_FOR = {
    "faint": FAINT,
    "unnamed": UNNAMED,
    "small": SMALL,
    "scripts": "document.querySelectorAll('script, iframe, img, object').length",
    "headings": "document.querySelectorAll('h1').length - 1",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("device", DEVICES)
async def test_every_page_is_alone_legible_and_fits_the_screen(
    site: Any, device: str, language: str
) -> None:
    browser, (width, phone) = site.browser, DEVICES[device]
    await browser.size(width, phone=phone)
    faults: dict[str, Any] = {}
    for name, path in PAGES.items():
        await site.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
        await browser.photograph(SHOTS / f"{name}-{language}-{device}.png")
        faults |= {f"{name}: {fault}": found async for fault, found in _faults(browser, width)}
        assert await browser.evaluate("document.documentElement.lang[0]") == language[0]
    assert faults == {}


async def _faults(browser: Any, width: int) -> AsyncIterator[tuple[str, Any]]:
    """What is wrong with the page that is open, by what is looked for."""
    asked = [url for url in browser.requested() if not url.startswith("data:")]
    found: dict[str, Any] = {
        "requests": asked[1:],
        "complaints": [each for each in browser.complaints() if "404" not in each],
    }
    for name, expression in LOOKED_FOR.items():
        found[name] = await browser.evaluate(expression)
    over = await browser.evaluate("document.documentElement.scrollWidth")
    found["too wide"] = over if over > width else None
    for name, fault in found.items():
        if fault:
            yield name, fault


async def test_a_cluster_is_found_by_words_and_by_district_without_a_script(site: Any) -> None:
    browser = site.browser
    await browser.size(390, phone=True)
    await site.open("/register?lang=zh")
    await browser.type_into("#q", "半导体")
    await browser.click("form button")
    assert "第三代半导体" in await browser.text()
    assert "行业应用软件" not in await browser.text()
    await browser.click(".go a")
    await browser.choose("#district", "110108")
    await browser.click("form button")
    assert "第三代半导体" not in await browser.text()
    await browser.click("tbody th a")
    said = await browser.text()
    assert "认定有效，有效期至2027年3月7日" in said
    await browser.click(".tongue")
    assert "The designation is valid until 7 March 2027" in await browser.text()


async def test_a_pasted_extract_is_verified_and_an_altered_one_is_not(site: Any) -> None:
    browser, client = site.browser, site.registry.running.client
    await browser.size(1280, phone=False)
    token = (await client.get("/v1/clusters/BJ-2024-0001/certificate")).json()["extract"]
    await site.open("/verify?lang=zh")
    await browser.type_into("#extract", token)
    await browser.click("form[method=post] button")
    assert "结论：2024-04-08 认定有效" in await browser.text()
    await browser.photograph(SHOTS / "proven-zh-desk.png")
    altered = token[:-6] + "AAAAAA"
    await site.open("/verify?lang=zh")
    await browser.type_into("#extract", altered)
    await browser.click("form[method=post] button")
    said = await browser.text()
    assert "签名不符" in said
    assert "未能证明" in said
    await browser.photograph(SHOTS / "altered-zh-desk.png")
