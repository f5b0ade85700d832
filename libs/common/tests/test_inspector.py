"""A document is what it is said to be and does nothing, or it is refused; nobody crashes but one.

The files are made here: each holds one thing that a careless look would let pass.
"""

import io
import os
import resource
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from common.documents.inside.limits import Limits
from common.documents.inspector import Inspector
from common.documents.kinds import KINDS, ending_of, name_fits
from common.documents.refusals import FINDINGS, DocumentRefused
from common.testing.documents import archive, packed, pdf, pdf_of, workbook

PDF = "application/pdf"
PNG = "image/png"
XLSX, DOCX = (next(kind for kind in KINDS if kind.endswith(end)) for end in (".sheet", ".document"))
MIB = 1024 * 1024


async def finding(tmp_path: Path, content: bytes, media_type: str, **limits: Any) -> str:
    """What the inspector says of a content: `fit`, or the code of its refusal."""
    file = tmp_path / "document"
    file.write_bytes(content)
    try:
        await Inspector(limits=Limits(**limits)).inspect(file, media_type)
    except DocumentRefused as refused:
        return refused.errors[0].code
    return "fit"


def picture(size=(8, 8), kind="PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind)
    return made.getvalue()


def claimed_png(width: int, height: int) -> bytes:
    """A small PNG whose header claims a size."""
    content = picture()
    header = b"IHDR" + struct.pack("!II", width, height) + content[24:29]
    return content[:12] + header + struct.pack("!I", zlib.crc32(header)) + content[33:]


def relation(kind: str, *, outside: bool = True) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="x" Type="urn:{kind}" Target="https://example.org/a"{mode}/>'


def text_document() -> bytes:
    return archive(
        {
            "[Content_Types].xml": b'<Types><Override PartName="/word/document.xml" ContentType='
            b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            b"</Types>",
            "word/document.xml": b"<document/>",
        }
    )


def acting(action: str, *, at: str = "/OpenAction 7 0 R", **more: Any) -> bytes:
    return pdf("规划", extra=[action, *more.get("extra", ())], catalog=at)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def streamed(dictionary: bytes, content: bytes) -> bytes:
    """A PDF with one more stream."""
    stream = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)
    return pdf_of([CATALOG, PAGES, PAGE, stream])


def encrypted() -> bytes:
    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("规划")))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf("三年发展规划"), PDF),
        (pdf("规划", catalog="/OpenAction [3 0 R /Fit]"), PDF),  # as LibreOffice writes it
        (acting("<< /S /GoTo /D [3 0 R /Fit] >>"), PDF),
        (pdf("规划", extra=["<< /S /URI /URI (https://example.org) >>"]), PDF),
        (packed(CATALOG, PAGES, PAGE), PDF),
        (picture(), PNG),
        (picture(kind="JPEG"), "image/jpeg"),
        (workbook(), XLSX),
        (workbook(rels=relation("relationships/hyperlink")), XLSX),
        (text_document(), DOCX),
    ],
)
async def test_a_plain_document_is_fit(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert await finding(tmp_path, content, media_type) == "fit"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", PDF),
        (b"<html><script>alert(1)</script></html>", PDF),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PNG),
        (b"MZ\x90\x00" + bytes(100), PDF),
        (b"\x7fELF" + bytes(100), PNG),
        (b"<?php system('id');", PDF),
        (b"GIF89a" + bytes(20), PNG),
        (b"\n" + pdf("规划"), PDF),
        (pdf("规划") + archive({"a.class": b"x"}), PDF),
        (picture(), PDF),
        (pdf("规划"), XLSX),
        (picture(kind="JPEG"), PNG),
        (text_document(), XLSX),
        (archive({"a.txt": b"a"}), PNG),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), XLSX),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), DOCX),
    ],
)
async def test_what_is_something_else_is_refused(
    tmp_path: Path, content: bytes, media_type: str
) -> None:
    assert await finding(tmp_path, content, media_type) == "type_differs"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n<script>alert(1)</script>", PDF),
        (
            pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
            PDF,
        ),
        (picture()[:40], PNG),
        (workbook()[:-10], XLSX),
        (archive({"a.txt": b"a"}), XLSX),
        (workbook(sheet="<broken"), XLSX),
        (pdf_of([CATALOG, PAGES, PAGE, b"[" * 5000]), PDF),
    ],
)
async def test_what_is_broken_is_refused(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert await finding(tmp_path, content, media_type) in ("damaged", "not_inspected")


SCRIPT = "<< /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize(
    "content",
    [
        acting(SCRIPT),
        acting(SCRIPT, at="/AA << /WC 7 0 R >>"),
        acting(SCRIPT, at="/Names << /JavaScript << /Names [(a) 7 0 R] >> >>"),
        acting("<< /S /Java#53cript /J#53 (app.alert(1)) >>"),
        acting("<< /S 8 0 R /Next 7 0 R >>", extra=["/JavaScript"], at=""),
        acting("<< /S /Launch /F (cmd.exe) >>"),
        acting("<< /S /URI /URI (https://example.org) >>"),  # opened without a click
        acting("<< /S /SubmitForm /F (https://example.org) >>", at=""),
        acting("<< /S /GoToR /F (other.pdf) >>", at=""),
        acting("<< /Names [] >>", at="/Names << /EmbeddedFiles 7 0 R >>"),
        acting("<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>", at=""),
        acting("<< /Type /Annot /Subtype /FileAttachment >>", at=""),
        acting("<< /XFA 4 0 R >>", at="/AcroForm 7 0 R"),
        acting("<< /Type /Annot /Subtype /RichMedia >>", at=""),
        packed(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>", PAGES, PAGE, SCRIPT.encode()
        ),
        packed(CATALOG, PAGES, PAGE, b"[[<< /A << /S /Launch >> >>]]"),
    ],
)
async def test_a_pdf_that_acts_or_carries_something_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    assert await finding(tmp_path, content, PDF) == "active_content"


def test_a_search_of_its_bytes_would_miss_the_script_in_an_object_stream() -> None:
    objects = (b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>", PAGES, PAGE, SCRIPT.encode())
    assert b"JavaScript" not in packed(*objects)


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (encrypted(), PDF, "encrypted"),
        (workbook({"xl/vbaProject.bin": b"x"}), XLSX, "macros"),
        (workbook({"xl/macrosheets/sheet1.xml": b"<a/>"}), XLSX, "macros"),
        (workbook(main="../vnd.ms-excel.sheet.macroEnabled.main"), XLSX, "macros"),
        (workbook({"xl/embeddings/oleObject1.bin": b"x"}), XLSX, "embedded"),
        (workbook({"xl/externalLinks/externalLink1.xml": b"<a/>"}), XLSX, "embedded"),
        (workbook({"xl/media/a.png": archive({"b": b"c"})}), XLSX, "embedded"),
        (workbook({"docProps/x.xml": b"MZ\x90\x00" + bytes(99)}), XLSX, "embedded"),
        (workbook(rels=relation("relationships/attachedTemplate")), XLSX, "embedded"),
    ],
)
async def test_macros_passwords_and_files_inside_are_refused(
    tmp_path: Path, content: bytes, media_type: str, code: str
) -> None:
    assert await finding(tmp_path, content, media_type) == code


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (workbook({"xl/a.bin": bytes(300 * MIB)}), XLSX),
        (workbook({"xl/a.bin": bytes(20 * MIB)}), XLSX),
        (workbook({"xl/a.xml": ENTITIES}), XLSX),
        (claimed_png(50_000, 50_000), PNG),
        (streamed(b"/Filter /FlateDecode", zlib.compress(bytes(300 * MIB))), PDF),
        (streamed(b"/Filter [/Fl /Fl]", zlib.compress(zlib.compress(bytes(MIB)))), PDF),
        (streamed(b"/Subtype /Image /Width 60000 /Height 60000", b"x"), PDF),
    ],
)
async def test_a_bomb_is_refused_before_it_unpacks(
    tmp_path: Path, content: bytes, media_type: str
) -> None:
    assert await finding(tmp_path, content, media_type) == "expands_too_far"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (workbook({f"xl/{n}.xml": b"<a/>" for n in range(3000)}), XLSX),
        (pdf("规划", extra=["null"] * 1000), PDF),
    ],
)
async def test_too_many_parts_are_refused(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert await finding(tmp_path, content, media_type, objects=900) == "too_many_parts"


async def test_very_many_objects_end_at_a_limit_and_not_in_the_service(tmp_path: Path) -> None:
    many = pdf("规划", extra=["<< /A [1 2 3] >>"] * 250_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert await finding(tmp_path, many, PDF, cpu_s=1) == "not_inspected"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


async def test_a_look_that_meets_a_limit_is_a_refusal(tmp_path: Path) -> None:
    assert await finding(tmp_path, pdf("规划"), PDF, cpu_s=0) == "not_inspected"
    large = streamed(b"/Filter /DCTDecode", bytes(60 * MIB))
    assert await finding(tmp_path, large, PDF) == "fit"
    assert await finding(tmp_path, large, PDF, memory_bytes=100 * MIB) == "not_inspected"


async def test_a_look_that_never_ends_is_a_refusal(tmp_path: Path) -> None:
    waiting = tmp_path / "pipe"
    os.mkfifo(waiting)  # opened, it waits for somebody to write
    with pytest.raises(DocumentRefused) as refused:
        await Inspector(within_s=0.3).inspect(waiting, PDF)
    assert refused.value.errors[0].code == "not_inspected"


def test_a_name_ends_as_its_type_does() -> None:
    assert name_fits("规划.PDF", media_type=PDF)
    for name in ("规划.pdf.exe", "规划", "名册.xlsm", "pdf"):
        assert not any(name_fits(name, media_type=one) for one in KINDS)
    assert [ending_of(one) for one in (PDF, XLSX, "text/plain")] == [".pdf", ".xlsx", ""]


def test_every_finding_is_told_in_both_languages() -> None:
    assert all(text.zh and text.en for text in FINDINGS.values())
