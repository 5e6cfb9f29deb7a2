# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text whose cells are separated by a sign: how it is encoded, and which sign that is."""

from assembly.apart.rules.limits import Fault, unreadable

DELIMITERS = ";,\t|"


def decoded(data: bytes) -> tuple[str, str]:
    """By its byte order mark; else UTF-8 if it is that; else UTF-16 if every other byte is 0."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "utf-16"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\x00" not in text:
        return text, "utf-8"
    zeros = data[:2000].count(0)
    if zeros * 3 > len(data[:2000]):
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return _strictly(data, encoding), "utf-16"
    return _strictly(data, "cp1252"), "windows-1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(Fault.WRONG_ENCODING, "The text has an unknown encoding.") from None


def delimiter_of(text: str) -> tuple[str, str]:
    """What stands between cells: Excel's own `sep=` line, else the most frequent in the head."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == len("sep=;"):
        return first.strip()[-1], rest
    head = "\n".join(text.splitlines()[:10])
    bare = "".join(part for place, part in enumerate(head.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign))), text
