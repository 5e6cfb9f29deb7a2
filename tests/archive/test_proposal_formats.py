# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every format says the same; every hostile file is refused by name, in bounded time and memory."""

import hashlib
import io
import json
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from assembly.archive.reading.apart import read_apart
from assembly.archive.rules.blocks import Code
from assembly.archive.rules.preview import from_json, to_json
from assembly.errors import DocumentUnreadable
from tests.build.documents import (
    LINES,
    MARKDOWN,
    ODT,
    a_docx,
    a_pdf,
    an_encrypted_pdf,
    an_odt,
    docx_with,
    zipped,
)

FOLDER = Path(__file__).resolve().parents[2] / "data/memorandum-zorg"
TOLD = json.loads((FOLDER / "source.json").read_text())
DATA = (FOLDER / TOLD["file"]).read_bytes()


async def test_the_memorandum_has_21_proposals_in_five_chapters():
    assert hashlib.sha256(DATA).hexdigest() == TOLD["sha256"]
    document = await read_apart(DATA, TOLD["file"])
    assert document.totals == "21 proposals in 5 chapters (9, 5, 0, 2, 5), 1 doubtful"
    assert (document.title, len(document.preface)) == (None, 4)
    assert [chapter.title for chapter in document.chapters][2] == "Nieuw personeel, andere taken"
    assert [doubt.code for doubt in document.chapters[2].doubts] == [Code.EMPTY_LIST]
    assert [len(chapter.introduction) for chapter in document.chapters] == [0, 1, 1, 1, 1]
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


async def test_every_proposal_of_the_memorandum_is_word_for_word_that_of_its_line():
    lines = DATA.decode().split("\n")
    document = await read_apart(DATA, TOLD["file"])
    bullets = [at for at, line in enumerate(lines, 1) if line.startswith(" •")]
    assert [proposal.first for proposal in document.proposals] == bullets
    for proposal in document.proposals:
        (provision,) = proposal.provisions
        assert provision.text.split() == lines[proposal.first - 1].split()[1:]


async def test_every_reference_is_found_and_the_misspelt_one_is_doubtful():
    document = await read_apart(DATA, TOLD["file"])
    cited = [one for proposal in document.proposals for one in proposal.citations]
    assert len(cited) == DATA.decode().count("fiche:") == 19
    assert {one.kind for one in cited} == {"Technische fiche"}
    for proposal in document.proposals:
        for one in proposal.citations:
            assert one.as_written in proposal.provisions[one.provision - 1].text
    doubts = [doubt for proposal in document.proposals for doubt in proposal.doubts]
    assert [(one.code, one.at, one.words) for one in doubts] == [
        (Code.SPELLING, 45, "Technsiche fiche")
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.md", MARKDOWN.encode(), id="Markdown"),
        pytest.param("a.docx", a_docx(), id="DOCX"),
        pytest.param("a.odt", an_odt(), id="ODT"),
        pytest.param("a.pdf", a_pdf(), id="PDF"),
        pytest.param("a.md", MARKDOWN.encode("utf-16"), id="UTF-16"),
    ],
)
async def test_the_same_document_is_understood_in_every_format(name, data):
    document = await read_apart(data, name)
    assert (document.title, document.preface) == ("Wijk", ("Een inleiding.",))
    assert [(chapter.title, len(chapter.proposals)) for chapter in document.chapters] == [
        ("Groen", 2),
        ("Verkeer", 1),
    ]
    first = document.chapters[0].proposals[0]
    assert [(one.kind, one.level, one.text) for one in first.provisions] == [
        ("paragraph", 0, "Plant bomen. (Technische fiche: Bomen)"),
        ("item", 0, "Eerst in het park."),
    ]
    assert [one.title for one in first.citations] == ["Bomen"]


async def test_headings_may_be_the_proposals():
    text = (
        "# Plan\n\n## Zorg\n\n### Meer handen\n\nWerf aan.\n\n1. Eerst\n\n### Minder papier\n\nJa."
    )
    document = await read_apart(text.encode(), "a.md")
    assert [proposal.title for proposal in document.proposals] == ["Meer handen", "Minder papier"]
    assert document.totals == "2 proposals in 1 chapter (2), 0 doubtful"


BOMB = zipped({"word/document.xml": b"0" * 60_000_000})
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">' + '<!ENTITY b "&a;&a;&a;">' + "]><office:document-content/>"
)
DEEP = ODT.replace("<text:p>Een", "<text:section>" * 500 + "<text:p>Een").replace(
    "inleiding.</text:p>", "inleiding.</text:p>" + "</text:section>" * 500
)


def lying_zip() -> bytes:
    """A member that declares ten bytes and holds 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"0" * 300_000_000, compresslevel=1)
    data = bytearray(out.getvalue())
    true = (300_000_000).to_bytes(4, "little")
    while (at := data.find(true)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def heavy_pdf() -> bytes:
    """A page whose words unpack to two gigabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(200)) + packer.flush()
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    plain = a_pdf(())
    return plain.replace(b"<< /Length 0 >>\nstream\n", head + packed)


@pytest.mark.parametrize(
    ("code", "name", "data"),
    [
        pytest.param("too-large", "a.txt", b"a" * 10_485_761, id="more than 10 MB"),
        pytest.param("empty-file", "a.txt", b" \n", id="nothing"),
        pytest.param("wrong-encoding", "a.txt", "- Café".encode("cp1252"), id="another encoding"),
        pytest.param("forbidden-character", "a.txt", b"- a\x00b", id="a NUL"),
        pytest.param("forbidden-character", "a.txt", "- a\u202eb".encode(), id="a bidi control"),
        pytest.param("unsupported-format", "a.bin", b"\x7fELF\x01\x02", id="a program"),
        pytest.param("unsupported-format", "a.txt", b"<html><p>a", id="a page of the web"),
        pytest.param("wrong-extension", "a.docx", a_pdf(), id="a PDF called DOCX"),
        pytest.param("wrong-extension", "a.pdf", b"- a", id="a text called PDF"),
        pytest.param("encrypted", "a.pdf", an_encrypted_pdf(), id="a PDF with a password"),
        pytest.param(
            "encrypted",
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            id="a DOCX with a password",
        ),
        pytest.param(
            "encrypted",
            "a.odt",
            an_odt(further={"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}),
            id="an ODT with a password",
        ),
        pytest.param(
            "macros", "a.docx", docx_with({"word/vbaProject.bin": b"x"}), id="a DOCX with macros"
        ),
        pytest.param(
            "macros", "a.odt", an_odt(further={"Basic/a.xml": b"x"}), id="an ODT with macros"
        ),
        pytest.param("scripts", "a.md", b"- a <script>x</script>", id="HTML that runs"),
        pytest.param("scripts", "a.md", b"- [a](javascript:x)", id="a link that runs"),
        pytest.param(
            "scripts",
            "a.pdf",
            a_pdf(catalogue="/OpenAction << /S /JavaScript /JS (x) >>"),
            id="a PDF with a script",
        ),
        pytest.param("zip-bomb", "a.docx", BOMB, id="a zip bomb"),
        pytest.param("broken-file", "a.odt", lying_zip(), id="a zip that lies about its size"),
        pytest.param(
            "unsound-archive", "a.docx", docx_with({"../../etc/x": b"x"}), id="a way out of the zip"
        ),
        pytest.param("xml-entities", "a.odt", an_odt(LAUGHS), id="a billion laughs"),
        pytest.param("nested-too-deep", "a.odt", an_odt(DEEP), id="deep XML"),
        pytest.param("broken-file", "a.docx", a_docx()[:2000], id="half a DOCX"),
        pytest.param("broken-file", "a.pdf", b"%PDF-1.4\nnothing", id="half a PDF"),
        pytest.param("no-text", "a.pdf", a_pdf(()), id="a PDF without words"),
        pytest.param("no-proposals", "a.txt", b"Een zin.", id="no list and no heading"),
    ],
)
async def test_a_hostile_file_is_refused_by_name(code, name, data):
    start = time.monotonic()
    with pytest.raises(DocumentUnreadable) as refused:
        await read_apart(data, name)
    assert refused.value.facts["code"] == code, refused.value.detail
    assert time.monotonic() - start < 20


async def test_a_file_that_wants_more_memory_than_there_is_ends_its_reader_only():
    with pytest.raises(DocumentUnreadable) as refused:
        await read_apart(heavy_pdf(), "a.pdf")
    assert refused.value.facts["code"] in {"too-much-memory", "broken-file", "reader-died"}


async def test_a_reader_that_takes_too_long_is_ended():
    with pytest.raises(DocumentUnreadable) as refused:
        await read_apart(DATA, "a.txt", patience=0.01)
    assert refused.value.facts["code"] == "too-slow"


async def test_a_running_head_of_a_pdf_is_left_aside_and_said():
    document = await read_apart(a_pdf([*LINES, (11, 300, 30, "7")]), "a.pdf")
    assert [(note.code, note.words) for note in document.notes] == [(Code.RUNNING_HEAD, "7")]
