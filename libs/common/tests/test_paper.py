"""The press: archivable A4 from a template and data, whatever the data say, within its limits."""

import asyncio
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from common.errors import Unavailable
from common.paper.printing import Press, PrintingFailed

AT = datetime(2024, 3, 1, 1, 2, 3, tzinfo=UTC)
LETTER = """
#show: sheet.with(
  title: data.title, running: data.title, notice: "仅供参考",
  page-of: (n, all) => str(n) + "/" + str(all),
)
= #data.title
#data.text
#for n in range(data.at("pages", default: 1) - 1) { pagebreak(); [#n] }
"""
NASTY = '#panic("x") *b* $x$ @ref <tag> \\ // #{sys.inputs} ‘“”’ 集群“一”'


async def letter(text: str = "正文", **data: Any) -> Any:
    paper = await Press().printed(LETTER, {"title": "通知书", "text": text, **data}, at=AT)
    return PdfReader(io.BytesIO(paper))


def plain(text: str) -> str:
    return "".join(text.split())


async def test_paper_is_tagged_archivable_a4_whose_text_can_be_read_out() -> None:
    paper = await letter("北京市中小企业特色产业集群", pages=2)
    assert [tuple(round(float(x)) for x in page.mediabox[2:]) for page in paper.pages] == [
        (595, 842),
        (595, 842),
    ]
    metadata = paper.xmp_metadata
    assert metadata is not None
    assert metadata.pdfaid_part == "2"
    assert metadata.pdfaid_conformance == "A"
    assert b"<pdfuaid:part>1<" in paper.trailer["/Root"]["/Metadata"].get_data()
    assert paper.trailer["/Root"]["/Lang"] == "zh-CN"
    assert paper.metadata.title == "通知书"
    assert paper.metadata.creation_date == AT
    texts = [plain(page.extract_text()) for page in paper.pages]
    assert "北京市中小企业特色产业集群" in texts[0]
    assert all("仅供参考" in text for text in texts)
    assert "2/2" in texts[1]


async def test_only_the_two_typefaces_that_came_with_it_are_embedded() -> None:
    paper = await letter()
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in paper.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"NotoSansSC-Regular-Identity-H", "NotoSerifSC-Regular-Identity-H"}


async def test_no_text_is_taken_for_markup() -> None:
    paper = await letter(NASTY)
    assert plain(NASTY) in plain(paper.pages[0].extract_text())


@pytest.mark.parametrize(
    "odd",
    ["😀", "𠮷", "한", "\a", "\0", "\x1b", "\u202e", "\u200b", "\ue000", "\uffff", "\ud83d"],
)
async def test_what_no_typeface_has_is_marked_and_stops_nothing(odd: str) -> None:
    paper = await letter(f"前{odd}后")
    assert "前〓后" in plain(paper.pages[0].extract_text())


async def test_rare_characters_of_names_are_there() -> None:
    rare = "䶮㙦𬭎喆垚淼瞾烎㛃"
    paper = await letter(rare)
    assert rare in plain(paper.pages[0].extract_text())


async def test_the_same_order_gives_the_same_bytes() -> None:
    press = Press()
    data = {"title": "通知书", "text": "正文"}
    first, second = [await press.printed(LETTER, data, at=AT) for _ in range(2)]
    assert first == second


async def test_a_template_without_end_is_stopped() -> None:
    started = asyncio.get_running_loop().time()
    endless = "#for a in range(90000) { for b in range(90000) { let c = calc.pow(2, 3) } }"
    with pytest.raises(PrintingFailed, match="within 1 s"):
        await Press(seconds=1.0).printed(endless, {}, at=AT)
    assert asyncio.get_running_loop().time() - started < 5


async def test_a_template_that_takes_all_memory_fails_alone() -> None:
    with pytest.raises(PrintingFailed):
        await Press().printed("#let all = range(100000000)\n#all.len()", {}, at=AT)


async def test_what_is_wrong_with_a_template_is_told() -> None:
    with pytest.raises(PrintingFailed, match="unknown variable: nothing"):
        await Press().printed("#nothing", {}, at=AT)


async def test_whoever_is_too_far_back_is_told_and_the_place_is_free_again() -> None:
    press = Press(at_once=1, in_line=1)
    data = {"title": "通知书", "text": "正文"}
    orders = [press.printed(LETTER, data, at=AT) for _ in range(3)]
    answers = await asyncio.gather(*orders, return_exceptions=True)
    assert [type(answer) for answer in answers] == [bytes, bytes, Unavailable]
    assert await press.printed(LETTER, data, at=AT)


async def test_the_loop_goes_on_while_paper_is_printed() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await letter("长文" * 20_000)
    ticking.cancel()
    assert ticks > 20
