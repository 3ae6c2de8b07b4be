"""Files of all kinds, good and hostile, made here for tests and harness. All texts are made up."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping

ARTICLE = (
    "Sáng 22/4, Tỉnh ủy đã họp để bàn về công tác cán bộ trong nhiệm kỳ tới, với sự có mặt của đông đủ các ủy viên.",
    "Đồng chí Đỗ Thanh Bình nhấn mạnh phải làm tốt hơn nữa công tác quy hoạch, đào tạo cán bộ trẻ ở cơ sở.",
)
HEADLINE = "Tỉnh ủy Kiên Giang họp bàn công tác cán bộ"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CORE = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>Báo cáo</dc:title><dc:creator>Lê An</dc:creator><dcterms:created>2025-04-22T08:00:00Z</dcterms:created>"
    "</c:coreProperties>"
)


def page(*paragraphs: str, charset: str = "utf-8") -> str:
    """A web page with an article, a menu, and what it says of itself."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or ARTICLE)
    return (
        f'<html><head><meta charset="{charset}"><title>{HEADLINE} - Báo mẫu</title>'
        f'<meta property="og:title" content="{HEADLINE}">'
        '<meta property="article:published_time" content="2025-04-22T08:00:00+07:00">'
        '<meta name="author" content="Lê An"><meta property="article:section" content="Chính trị"></head>'
        f"<body><nav><a href='/'>Trang chủ</a></nav><article><h1>{HEADLINE}</h1>{body}</article></body></html>"
    )


def word(body: str, *, before: str = "", core: str = _CORE, main: str = "word/document.xml") -> bytes:
    """A Word document with this XML in its body, and ``before`` its root element."""
    xml = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    parts = {main: xml.encode()}
    if core:
        parts["docProps/core.xml"] = core.encode()
    if main != "word/document.xml":
        parts["_rels/.rels"] = (
            '<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship '
            'Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            f'Target="/{main}"/></r:Relationships>'
        ).encode()
    return zipped(parts)


def paragraph(*runs: str) -> str:
    """A paragraph of a Word document."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def pdf(*lines: str, extra: str = "") -> bytes:
    """A PDF file with a page of ASCII lines."""
    content = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -14 Td" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title(Bao cao)/Author(Le An)/CreationDate(D:20250422080000)>>{extra}",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return file.getvalue()


def tarred(*members: tarfile.TarInfo | tuple[str, bytes | str], format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar file of these members: names with contents, or headers without."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                content = member[1].encode() if isinstance(member[1], str) else member[1]
                info = tarfile.TarInfo(member[0])
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    """The header of a link."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def overlapping_zip(members: int = 50) -> bytes:
    """A ZIP file whose names all stand for the same compressed bytes."""
    one = zipped({"a000.txt": b"a" * 100_000})
    end = one.rindex(b"PK\x05\x06")
    start = one.index(b"PK\x01\x02")
    entry = one[start:end]
    entries = b"".join(entry.replace(b"a000", b"a%03d" % number) for number in range(members))
    size = struct.pack("<HHHHIIH", 0, 0, members, members, len(entries), start, 0)
    return one[:start] + entries + b"PK\x05\x06" + size


#: XML that grows to gigabytes where entities are followed.
BILLION_LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
