"""Documents for tests and demonstrations: small, sound, and what they are said to be."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping


def pdf(*lines: str, extra: Iterable[str] = (), catalog: str = "") -> bytes:
    """A page of text in a Chinese typeface every reader has; `extra` objects begin at number 7."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F1 12 Tf 72 770 Td 18 TL\n{shown}ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        *extra,
    ]
    return pdf_of([each.encode("latin-1") for each in objects])


def pdf_of(objects: Iterable[bytes]) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    written, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return bytes(written) + f"{tail}startxref\n{len(written)}\n%%EOF\n".encode()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def workbook(
    extra: Mapping[str, bytes] | None = None,
    *,
    sheet: str = "<sheetData/>",
    main: str = "spreadsheetml.sheet.main",
    rels: str = "",
) -> bytes:
    """A workbook with one empty sheet, and with other parts, types or relations to try."""
    office = "http://schemas.openxmlformats.org"
    types = (
        f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.{main}+xml"/></Types>'
    )
    relation = f"{office}/officeDocument/2006/relationships"
    package = f'<Relationships xmlns="{office}/package/2006/relationships">'
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{package}<Relationship Id="rId1" Type="{relation}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/2006/main" xmlns:r='
        f'"{relation}"><sheets><sheet name="集群" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{package}<Relationship Id="rId1" Type="{relation}'
        f'/worksheet" Target="worksheets/sheet1.xml"/>{rels}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{office}/spreadsheetml/2006/main">{sheet}'
        "</worksheet>",
    }
    return archive({name: part.encode() for name, part in parts.items()} | dict(extra or {}))


def packed(*objects: bytes) -> bytes:
    """A PDF with its objects in a compressed stream, where a search of bytes sees nothing."""
    numbered = [(number, each) for number, each in enumerate(objects, start=1)]
    heads, body = b"", b""
    for number, each in numbered:
        heads += b"%d %d " % (number, len(body))
        body += each + b" "
    held = zlib.compress(heads + body)
    stream, table = len(objects) + 1, len(objects) + 2
    written = bytearray(b"%PDF-1.7\n")
    place = len(written)
    written += (
        b"%d 0 obj\n<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
        % (stream, len(objects), len(heads), len(held))
    )
    written += held + b"\nendstream\nendobj\n"
    start = len(written)
    rows = struct.pack("!BIB", 0, 0, 255)
    rows += b"".join(struct.pack("!BIB", 2, stream, at) for at in range(len(objects)))
    rows += struct.pack("!BIB", 1, place, 0) + struct.pack("!BIB", 1, start, 0)
    written += (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n"
        % (table, table + 1, len(rows))
    )
    written += rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(written)
