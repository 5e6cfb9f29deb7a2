# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The zip under DOCX and ODT, judged before anything in it is read.

Only members by their exact name are ever inflated, into memory, never onto the disk; a zip inside
the zip is not opened at all.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from assembly.apart.rules.limits import (
    LARGEST_INFLATED,
    MOST_MEMBERS,
    STEEPEST,
    Fault,
    unreadable,
)

_MEGABYTE = 1024 * 1024
_CHUNK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
_MACROS = ("vbaproject", "vbadata", "activex", "basic/", "scripts/")


def open_archive(data: bytes) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Refuses zips that are broken, encrypted, too much, or not honest."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (*_BROKEN, UnicodeDecodeError, RecursionError):
        raise unreadable(Fault.BROKEN_FILE, "The zip in this file cannot be read.") from None
    if len(members) > MOST_MEMBERS:
        raise unreadable(Fault.ZIP_BOMB, f"The file holds {len(members)} parts.")
    _check_names(members)
    if any(member.flag_bits & 1 for member in members):
        raise unreadable(Fault.ENCRYPTED, "The file is protected by a password.")
    if sum(member.file_size for member in members) > LARGEST_INFLATED:
        raise unreadable(Fault.ZIP_BOMB, "The file would be far too large when unpacked.")
    for member in members:
        if member.file_size > max(_MEGABYTE, STEEPEST * member.compress_size):
            raise unreadable(Fault.ZIP_BOMB, "A part of the file is packed suspiciously tightly.")
    if any(mark in member.filename.lower() for member in members for mark in _MACROS):
        raise unreadable(Fault.MACROS, "The file holds macros or controls; save it without them.")
    return {member.filename: member for member in members}


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.orig_filename for member in members]
    if len(set(names)) != len(names):
        raise unreadable(Fault.UNSOUND_ARCHIVE, "Two parts of the file have the same name.")
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or "\x00" in name or ":" in parts[0]:
            raise unreadable(Fault.UNSOUND_ARCHIVE, "A part of the file points outside of it.")


def inflate(data: bytes, wanted: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """The bytes of these members, never more than was declared and is allowed in all."""
    left = LARGEST_INFLATED
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name, member in wanted.items():
                chunks: list[bytes] = []
                with archive.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise unreadable(
                                Fault.ZIP_BOMB, "The file would be far too large when unpacked."
                            )
                        chunks.append(chunk)
                found[name] = b"".join(chunks)
    except (*_BROKEN, RuntimeError):
        raise unreadable(Fault.BROKEN_FILE, "A part of this file is damaged.") from None
    return found
