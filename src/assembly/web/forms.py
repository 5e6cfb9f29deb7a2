# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the fields of a form, as far as it can be what was asked for."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException

from assembly.apart.rules.limits import LARGEST_DOCUMENT, megabytes
from assembly.errors import DocumentTooLarge

TOO_LARGE = 413
HIGHEST = 2**31 - 1
"""Of the numbers that the database keeps."""


def number_in(word: object, most: int = HIGHEST) -> int:
    """The whole number; 0 for anything else, and where it is above `most`."""
    text = str(word)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST))):
        return 0
    return number if (number := int(text)) <= most else 0


def id_in(word: object) -> str:
    """The id that the form brought, or a new one where it brought none."""
    try:
        return str(UUID(str(word)))
    except ValueError:
        return str(uuid4())


async def file_in(
    request: Request[Any, Any, Any], unnamed: str, largest: int = LARGEST_DOCUMENT
) -> tuple[str, bytes]:
    """The name and the bytes of the file in the form, or `DocumentTooLarge`."""
    try:
        form = await request.form()
    except HTTPException as problem:
        if problem.status_code == TOO_LARGE:
            message = f"A document has at most {megabytes(largest)} MB."
            raise DocumentTooLarge(message, limit=largest) from None
        raise
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return unnamed, b""
    return file.filename, await file.read()
