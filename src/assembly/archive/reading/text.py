# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bytes as text: UTF-8, or UTF-16 that says so. Nothing is guessed: a guess changes words."""

import codecs

from assembly.apart.rules.limits import Fault, unreadable

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """The text, or `wrong-encoding` with the line of the first byte that does not fit."""
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        byte = data[broken.start]
        message = f"Line {line}: the byte 0x{byte:02X} is not {encoding[:6].upper()} here."
        raise unreadable(Fault.WRONG_ENCODING, message, line) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise unreadable(Fault.FORBIDDEN_CHARACTER, f"Line {line} holds a NUL.", line)
    return text
