# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of proposals in every format, made here; and what the verbs make of them."""

import asyncio
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from docx import Document
from pypdf import PdfReader, PdfWriter

from assembly.archive.models import Import
from assembly.archive.reading.apart import read_apart
from assembly.archive.rules.import_states import State
from assembly.archive.take_in import accept_import, claim, keep_reading, send_document, undo_import
from assembly.clock import now
from tests.build.house import BY, Build, Hall

CITED = "Plant bomen. (Technische fiche: Bomen)"

MARKDOWN = f"""# Wijk

Een inleiding.

## Groen

Concrete voorstellen hieronder.

- {CITED}
  - Eerst in het park.
- Maai minder.

## Verkeer

- Overal zone 30.
"""

ODT = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    '<text:p text:style-name="Title">Wijk</text:p><text:p>Een inleiding.</text:p>'
    '<text:h text:outline-level="1">Groen</text:h>'
    f"<text:list><text:list-item><text:p>{CITED}</text:p><text:list><text:list-item>"
    "<text:p>Eerst in het park.</text:p></text:list-item></text:list></text:list-item>"
    "<text:list-item><text:p>Maai<text:s/>minder.</text:p></text:list-item></text:list>"
    '<text:h text:outline-level="1">Verkeer</text:h>'
    "<text:list><text:list-item><text:p>Overal zone 30.</text:p></text:list-item></text:list>"
    "</office:text></office:body></office:document-content>"
)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip with these members, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def an_odt(content: str = ODT, further: Mapping[str, bytes | str] | None = None) -> bytes:
    parts: dict[str, bytes | str] = {"mimetype": "application/vnd.oasis.opendocument.text"}
    return zipped(parts | {"content.xml": content} | dict(further or {}))


def a_docx() -> bytes:
    document = Document()
    document.add_heading("Wijk", 0)
    document.add_paragraph("Een inleiding.")
    document.add_heading("Groen", 1)
    document.add_paragraph(CITED, style="List Bullet")
    document.add_paragraph("Eerst in het park.", style="List Bullet 2")
    document.add_paragraph("Maai minder.", style="List Bullet")
    document.add_heading("Verkeer", 1)
    document.add_paragraph("Overal zone 30.", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_with(members: Mapping[str, bytes | str]) -> bytes:
    """A sound DOCX in which these parts are replaced or added."""
    with zipfile.ZipFile(io.BytesIO(a_docx())) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | dict(members))


Shown = tuple[int, int, int, str]
"""Size, x, y and words."""

LINES: Sequence[Shown] = (
    (24, 72, 760, "Wijk"),
    (11, 72, 720, "Een inleiding."),
    (16, 72, 680, "Groen"),
    (11, 72, 650, "- Plant bomen. (Technische fiche:"),
    (11, 84, 636, "Bomen)"),
    (11, 96, 622, "- Eerst in het park."),
    (11, 72, 608, "- Maai minder."),
    (16, 72, 570, "Verkeer"),
    (11, 72, 540, "- Overal zone 30."),
)


def a_pdf(lines: Sequence[Shown] = LINES, catalogue: str = "") -> bytes:
    """A page written by hand: only what a reader needs."""
    shown = "".join(
        f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm "
        f"({words.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
        for size, x, y, words in lines
    )
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def an_encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PATIENCE = 120.0
"""Seconds a worker may take on a machine that has much else to do."""


async def sent(build: Build, hall: Hall, data: bytes, file: str = "a.txt") -> UUID:
    async with build.sessions.begin() as session:
        import_id, _ = await send_document(session, hall.assembly, data, file=file, at=now(), by=BY)
    return import_id


async def read_text(build: Build, hall: Hall, data: bytes, file: str = "a.txt") -> UUID:
    """The document is sent and read, as a worker would; where one runs, it may be the first."""
    import_id = await sent(build, hall, data, file)
    async with build.sessions.begin() as session:
        claimed = await claim(session, import_id, at=now())
    if claimed is None:
        await _read_by_a_worker(build, import_id)
        return import_id
    document = await read_apart(data, file)
    async with build.sessions.begin() as session:
        assert await keep_reading(session, import_id, document, at=now())
    return import_id


async def accept(
    build: Build, hall: Hall, import_id: UUID, leave_out: Collection[int] = ()
) -> list[int]:
    async with build.sessions.begin() as session:
        return await accept_import(
            session, hall.assembly, import_id, leave_out=leave_out, at=now(), by=BY
        )


async def undo(build: Build, hall: Hall, import_id: UUID) -> list[int]:
    async with build.sessions.begin() as session:
        return await undo_import(session, hall.assembly.id, import_id, at=now(), by=BY)


async def _read_by_a_worker(build: Build, import_id: UUID) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with build.sessions() as session:
                row = await session.get_one(Import, import_id)
            if row.state is State.READ:
                return
            await asyncio.sleep(0.05)
