# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a file is, by what stands in it and not by its name; and then its proposals."""

from assembly.apart.archives import open_archive
from assembly.apart.rules.limits import LARGEST_DOCUMENT, Fault, unreadable
from assembly.archive.reading.docx import read_docx
from assembly.archive.reading.markdown import read_markdown
from assembly.archive.reading.odt import read_odt
from assembly.archive.reading.pdf import read_pdf
from assembly.archive.reading.text import decoded
from assembly.archive.rules.blocks import Sheets
from assembly.archive.rules.proposals import ProposalDocument
from assembly.archive.rules.prose import read_prose
from assembly.archive.rules.understand import understand

KNOWN = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "docx": "docx",
    "odt": "odt",
    "pdf": "pdf",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8",
)
HEAD = 1024


def read_document(data: bytes, name: str) -> ProposalDocument:
    """The proposals in a file, or `DocumentUnreadable` with a name for why not."""
    return understand(sheets_of(data, name))


def sheets_of(data: bytes, name: str) -> Sheets:
    """The blocks of a file."""
    if len(data) > LARGEST_DOCUMENT:
        raise unreadable(Fault.TOO_LARGE, "The file is larger than 10 MB.")
    if not data.strip():
        raise unreadable(Fault.EMPTY_FILE, "The file is empty.")
    kind = kind_of(data, name)
    if kind == "docx":
        return read_docx(data)
    if kind == "odt":
        return read_odt(data)
    if kind == "pdf":
        return read_pdf(data)
    text = decoded(data)
    return read_markdown(text) if kind == "markdown" else read_prose(text)


def kind_of(data: bytes, name: str) -> str:
    """The kind by content; refuses a name that says another one, and kinds nobody reads here."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    told = KNOWN.get(extension)
    found = _found(data)
    if found == "text" and told in {None, "text", "markdown"}:
        return told or "text"
    if told is not None and told != found:
        message = f"The name says .{extension}, but the file is {_article(found)}."
        raise unreadable(Fault.WRONG_EXTENSION, message)
    return found


def _found(data: bytes) -> str:
    head = data[:HEAD].lstrip()
    if b"%PDF-" in data[:HEAD]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
        message = "This is a file of an old word processor: save it as DOCX, ODT or PDF."
        raise unreadable(Fault.UNSUPPORTED_FORMAT, message)
    if head.startswith(_OTHERS):
        raise unreadable(Fault.UNSUPPORTED_FORMAT, "Files of this kind are not read here.")
    if head[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        message = "This is a page of the web or XML: save it as DOCX, ODT, PDF or text."
        raise unreadable(Fault.UNSUPPORTED_FORMAT, message)
    return "text"


def _zipped(data: bytes) -> str:
    members = open_archive(data)
    if "word/document.xml" in members:
        return "docx"
    if "content.xml" in members and "mimetype" in members:
        return "odt"
    raise unreadable(Fault.UNSUPPORTED_FORMAT, "This zip is neither a DOCX nor an ODT.")


def _article(kind: str) -> str:
    return {"text": "plain text", "pdf": "a PDF"}.get(kind, kind.upper())
