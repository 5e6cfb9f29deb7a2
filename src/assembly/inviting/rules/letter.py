# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text of a letter: values in, words out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from assembly.inviting.rules.words import WORDS, Words

NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
PICTURE = "code"
"""What the picture of the QR code is called inside the letter."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited where. `days` is the day of the sitting in each language, if it has one."""

    number: int
    name: str
    assembly: str
    home: str
    languages: tuple[str, ...]
    days: Mapping[str, str] = field(default_factory=dict)

    def seat(self, language: str) -> str:
        """`Zetel 7`."""
        return WORDS[language].seat.format(number=self.number)

    def called(self, language: str) -> str:
        """The name; of whom none is known, the seat."""
        return printable(self.name) or self.seat(language)


def printable(words: str) -> str:
    """On one line, without anything that moves or hides what stands beside it."""
    return " ".join(NOT_PRINTED.sub(" ", words).split())


def bare_address(home: str) -> str:
    """What one types: without https, which browsers add by themselves."""
    return home.removeprefix("https://")


def subject(guest: Guest) -> str:
    """One line, in the first language."""
    return WORDS[guest.languages[0]].subject.format(assembly=printable(guest.assembly))


def paragraphs(guest: Guest, language: str, code: str, link: str) -> list[str]:
    """The letter in one language."""
    words: Words = WORDS[language]
    assembly = printable(guest.assembly)
    day = guest.days.get(language)
    where = (words.seat_on if day else words.seat_here).format(
        number=guest.number, assembly=assembly, day=day
    )
    return [
        words.greeting.format(name=guest.called(language)),
        where,
        f"{words.link}\n{link}",
        f"{words.type_it.format(address=bare_address(guest.home) + '/join')}\n\n    {code}",
        words.yours,
    ]


def plain_letter(guest: Guest, code: str, links: Mapping[str, str]) -> str:
    """All languages, one after the other."""
    return (
        "\n\n* * *\n\n".join(
            "\n\n".join(paragraphs(guest, language, code, links[language]))
            for language in guest.languages
        )
        + "\n"
    )


def html_letter(guest: Guest, code: str, links: Mapping[str, str]) -> str:
    """The same, with the QR code. Everything that came from people is escaped."""
    parts: list[str] = []
    for language in guest.languages:
        hello, where, open_it, type_it, yours = paragraphs(guest, language, code, links[language])
        href = escape(links[language], quote=True)
        parts.append(
            f'<section lang="{language}"><p>{escape(hello)}</p><p>{escape(where)}</p>'
            f'<p>{escape(open_it.partition(chr(10))[0])}<br><a href="{href}">{href}</a></p>'
            f"<p>{escape(type_it.partition(chr(10))[0])}</p>"
            f'<p style="font-size:150%;letter-spacing:.1em"><strong>{escape(code)}</strong></p>'
            f"<p>{escape(yours)}</p></section>"
        )
    picture = f'<p><img src="cid:{PICTURE}" alt="QR" width="240" height="240"></p>'
    head = f'<!doctype html><html lang="{guest.languages[0]}"><meta charset="utf-8"><body>'
    return f"{head}{'<hr>'.join(parts)}{picture}</body></html>"


def languages_of(written: str) -> tuple[str, ...]:
    """As they are kept: `nl,fr`."""
    return tuple(one for one in written.split(",") if one in WORDS)


def kept_languages(languages: Sequence[str], own: str) -> str:
    """Each once, in the order asked for; the assembly's own where none was."""
    asked = dict.fromkeys(one for one in languages if one in WORDS)
    return ",".join(asked or [own])
