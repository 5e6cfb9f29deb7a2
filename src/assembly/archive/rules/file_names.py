# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The name a file was sent under, as it may be kept and shown: a name and never a path."""

from assembly.resolutions.rules.text import tidy

LONGEST_NAME = 200


def sound_file(name: str) -> str:
    """What stands after the last slash, without characters nobody sees; `document` for nothing."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    seen = tidy("".join(char if char.isprintable() else " " for char in bare)).strip(". ")
    if len(seen) > LONGEST_NAME:
        head, dot, extension = seen.rpartition(".")
        keep = LONGEST_NAME - len(dot + extension[:10])
        seen = (head or extension)[:keep] + dot + extension[:10]
    return seen or "document"
