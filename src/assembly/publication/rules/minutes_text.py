# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes as Markdown (CommonMark): a heading, where and when, and a line for each entry.

What people wrote is escaped: it is shown as it stands and never makes a heading, a link or a tag.
"""

import re
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from assembly.sittings.rules.minutes import Entry
from assembly.sittings.rules.words import SENTENCES

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&=-])")
_NUMBERED = re.compile(r"^([0-9]+)([.)])")


def write_markdown(
    entries: Sequence[Entry],
    *,
    title: str,
    where: Sequence[str],
    zone: str,
    language: str,
    published: bool,
) -> str:
    """The document. Every day has a heading, and times are those on the wall in `zone`."""
    words = SENTENCES[language]
    lines = [f"# {plain(words['heading'].format(title=title))}", ""]
    lines += [plain(", ".join(part for part in where if part)), ""]
    if not published:
        lines += [f"*{plain(words['draft'])}*", ""]
    day: date | None = None
    for entry in entries:
        local = entry.at.astimezone(ZoneInfo(zone))
        if local.date() != day:
            day = local.date()
            lines += [*([""] if lines[-1] else []), f"## {day.isoformat()}", ""]
        lines.append(f"- **{local:%H:%M}** {plain(entry.sentences[language])}")
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """The same words, with every sign that Markdown would read made a plain one."""
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))
