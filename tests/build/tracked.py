# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Word files with changes that nobody accepted or rejected."""

from tests.build.documents import docx_with

SPACE = 'xml:space="preserve"'


def plain(words: str) -> str:
    return f"<w:r><w:t {SPACE}>{words}</w:t></w:r>"


def ins(words: str) -> str:
    return f'<w:ins w:id="1" w:author="x">{plain(words)}</w:ins>'


def gone(words: str) -> str:
    return f'<w:del w:id="2" w:author="x"><w:r><w:delText {SPACE}>{words}</w:delText></w:r></w:del>'


def par(*runs: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr><w:{mark}/></w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def a_tracked(*content: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{"".join(content)}</w:body></w:document>'
    return docx_with({"word/document.xml": body})


TRACKED = (
    par(plain("1. Gratis bus "), gone("onder 18"), ins("onder 21"), plain(", ook "), gone("'s ")),
    par(plain("Goedgekeurd")),
)
