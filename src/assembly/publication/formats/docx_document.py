# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Word documents (ECMA-376), to work on: headings, lists and facts in styles of their own."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import partial

from docx import Document
from docx.document import Document as Pages
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from assembly.publication.formats.told import Told, cover_of, tell
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.writer import Booklet
from assembly.publication.formats.xml_text import writable

FACT = "AssemblyFact"
LOCALES = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-BE", "en": "en-GB"}


def write_docx(resolutions: Sequence[PublicResolution], *, many: bool) -> bytes:
    """The file. It takes a while: never on the event loop."""
    cover = cover_of(resolutions)
    pages = Document()
    at = datetime.combine(cover.changed_on, time(), UTC)
    about = pages.core_properties
    about.title, about.author, about.comments = writable(cover.title), writable(cover.author), ""
    about.language, about.created, about.modified = LOCALES[cover.language], at, at
    about.last_modified_by = writable(cover.author)
    _in_language(pages, LOCALES[cover.language])
    small = pages.styles.add_style(FACT, WD_STYLE_TYPE.PARAGRAPH)
    small.font.size, small.paragraph_format.space_after = Pt(8), Pt(0)
    pages.add_heading(writable(cover.title), level=0)
    if many:
        if cover.day is not None:
            pages.add_paragraph(cover.day)
        pages.add_paragraph(cover.totals)
    for one in resolutions:
        _add(pages, tell(one), headed=many)
    written = io.BytesIO()
    pages.save(written)
    return _without_hours(written.getvalue())


def _add(pages: Pages, one: Told, *, headed: bool) -> None:
    named = one.name if one.title is None else f"{one.name}: {one.title}"
    if headed:
        _styled(pages, "Heading1").add_run(writable(named))
    pages.add_paragraph().add_run(one.label).bold = True
    for marker, level, words in one.provisions:
        paragraph = pages.add_paragraph(writable(f"{marker} {words}".strip()))
        if marker:
            paragraph.paragraph_format.left_indent = Mm(6 * (level + 1))
    if one.why is not None:
        pages.add_paragraph(one.why)
    for term, words in one.facts:
        fact = _styled(pages, FACT)
        fact.add_run(f"{term}: ").bold = True
        fact.add_run(writable(words))
    _styled(pages, FACT).add_run(one.page)


def _styled(pages: Pages, style_id: str) -> Paragraph:
    """A paragraph in a style by its id: looking for its name reads every style each time."""
    paragraph = pages.add_paragraph()
    paragraph.paragraph_format.element.style = style_id
    return paragraph


def _in_language(pages: Pages, locale: str) -> None:
    """What a screen reader and a spelling checker go by."""
    properties = pages.styles.element.find(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), locale)


def _without_hours(document: bytes) -> bytes:
    """The same document without the hour of its making: the same facts give the same bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(name))
    return packed.getvalue()


def docx_of_one(resolution: PublicResolution) -> bytes:
    """One resolution."""
    return write_docx([resolution], many=False)


def docx_booklet(_assembly: PublicAssembly | None, _at: str) -> Booklet:
    """The resolutions of an assembly."""
    return Booklet(partial(write_docx, many=True))
