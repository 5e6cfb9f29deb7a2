# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""PDF and Word documents of what was decided: whole, readable by everybody, and word for word."""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import httpx
import pypdf
import pytest

from tests.edges.town import Town

API = "/api/v1"
CARUNA = f"{API}/assemblies/caruna-2025"


async def read(client: httpx.AsyncClient, path: str, **headers: str) -> bytes:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text[:300]
    return answer.content


def squeezed(words: str) -> str:
    """Without white space, which lines and pages change; and without hyphens at their ends."""
    return re.sub(r"\s+", "", words)


def text_of(content: bytes) -> str:
    """Its words, without the line at the foot of each page."""
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return squeezed("".join(re.sub(r"\n?[^\n]*\d+ / \d+\s*$", "", page) for page in pages))


async def listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get(f"{CARUNA}/resolutions?limit=500")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def tags_of(node: Any) -> Iterator[str]:
    """The kinds of all parts in the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from tags_of(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from tags_of(node["/K"])


@pytest.mark.parametrize("path", ["/resolutions/19/export/pdf", "/export/pdf"])
async def test_a_pdf_says_that_it_keeps_both_standards_and_has_what_they_ask_for(
    client, history, path
):
    reader = pypdf.PdfReader(io.BytesIO(await read(client, CARUNA + path)))
    root: Any = reader.trailer["/Root"].get_object()
    packet = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert root["/Lang"].startswith("nl")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Caruna" in packet
    tags = list(tags_of(root["/StructTreeRoot"]["/K"]))
    assert {"/P", "/L", "/LI"} <= set(tags)
    pages: Any = reader.pages
    for page in pages:
        fonts = page["/Resources"]["/Font"]
        for font in fonts.values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()
            assert "/ToUnicode" in font.get_object()


async def test_the_booklet_of_caruna_holds_all_44_word_for_word(client, history):
    content = await read(client, f"{CARUNA}/export/pdf")
    words = text_of(content)
    assert squeezed("44 resoluties: 30 goedgekeurd, 14 niet goedgekeurd.") in words
    items = await listed(client)
    assert len(items) == 44
    for item in items:
        for provision in item["provisions"]:
            assert squeezed(provision["text"]) in words, item["number"]
        assert squeezed(item["digest"]) in words
    assert words.count(squeezed("Aantal stemmen: niet geregistreerd")) == 44
    assert words.count(squeezed(items[0]["source"]["digest"])) == 44
    entries = pypdf.PdfReader(io.BytesIO(content)).outline
    assert len([one for one in entries if not isinstance(one, list)]) >= 44


async def test_a_pdf_of_a_voting_of_ours_has_its_counts_and_says_why(client, town: Town):
    path = town.address(f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}")
    told = (await client.get(path)).json()
    words = text_of(await read(client, path, Accept="application/pdf"))
    for line in ("Goedgekeurd", "Voor: 3", "Tegen: 1", "Onthouding: 1", told["sentences"]["nl"]):
        assert squeezed(line) in words
    assert told["record_digest"] in words


async def test_words_that_look_like_markup_stay_words(client, town: Town):
    hall = await town.build.hall(seats=3)
    text = "#set page(width: 1pt) $x^2$ *vet* _schuin_ @noot \\ [漢] // weg & <"
    resolution = await town.build.tabled(hall, text)
    voting = await town.build.open_on(hall, resolution)
    await town.build.cast_all(hall, voting, ["yes", "yes", "no"])
    await town.build.close(voting)
    await town.build.count(voting)
    await town.build.publish(voting)
    here = f"{API}/assemblies/{hall.slug}/resolutions/1/export"
    words = text_of(await read(client, f"{here}/pdf"))
    # the font has no such sign, and says so with its number
    assert squeezed(text.replace("漢", "[U+6F22]")) in words
    document = docx.Document(io.BytesIO(await read(client, f"{here}/docx")))
    assert text in [paragraph.text for paragraph in document.paragraphs]


async def test_the_word_document_of_caruna_holds_all_44_word_for_word(client, history):
    document = docx.Document(io.BytesIO(await read(client, f"{CARUNA}/export/docx")))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    headings = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [f"Resolutie {number}" for number in range(1, 45)]
    for item in await listed(client):
        for provision in item["provisions"]:
            line = f"{provision['marker']} {provision['text']}".strip()
            assert line in paragraphs, item["number"]
    assert paragraphs.count("Aantal stemmen: niet geregistreerd") == 44
    assert paragraphs.count("Niet goedgekeurd") == 14
    about = document.core_properties
    assert (about.author, about.language) == ("Caruna", "nl-BE")
    assert "Caruna" in about.title
