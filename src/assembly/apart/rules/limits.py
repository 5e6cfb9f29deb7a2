# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a document is refused, by name, and how much one may hold."""

from enum import StrEnum

from assembly.errors import DocumentUnreadable

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes of a file."""
LARGEST_HISTORY = 20 * 1024 * 1024
"""Bytes of a file that history is brought in from."""
LARGEST_INFLATED = 50 * 1024 * 1024
"""Bytes of everything a zip holds, once inflated."""
MOST_MEMBERS = 2000
STEEPEST = 200
"""A member of more than a megabyte may be so many times as large as its packed form."""
DEEPEST_XML = 100
MOST_PAGES = 500


class Fault(StrEnum):
    """Why a document is refused. docs/proposal-import.md and docs/preparing.md explain each."""

    TOO_LARGE = "too-large"
    EMPTY_FILE = "empty-file"
    WRONG_ENCODING = "wrong-encoding"
    FORBIDDEN_CHARACTER = "forbidden-character"
    UNSUPPORTED_FORMAT = "unsupported-format"
    WRONG_EXTENSION = "wrong-extension"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    SCRIPTS = "scripts"
    ZIP_BOMB = "zip-bomb"
    UNSOUND_ARCHIVE = "unsound-archive"
    XML_ENTITIES = "xml-entities"
    NESTED_TOO_DEEP = "nested-too-deep"
    BROKEN_FILE = "broken-file"
    NO_TEXT = "no-text"
    NO_PROPOSALS = "no-proposals"
    NO_HEADER = "no-header"
    NO_ROWS = "no-rows"
    NO_VALUE = "no-value"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_SLOW = "too-slow"
    TOO_MUCH_MEMORY = "too-much-memory"
    READER_DIED = "reader-died"


def unreadable(fault: Fault, detail: str, at: int = 1) -> DocumentUnreadable:
    """The refusal to raise."""
    return DocumentUnreadable(detail, code=fault.value, at=at)


def megabytes(limit: int) -> int:
    """A limit as it is told."""
    return limit // (1024 * 1024)
