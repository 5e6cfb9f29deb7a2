# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A published outcome as people read it on paper: what it is called, its words, and the facts.

The same for PDF and DOCX. What is not recorded says so in the place of the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.words import Words, name_of, place_of, words_of
from assembly.resolutions.rules.outcome import Outcome

MOST = 500
"""Resolutions in one booklet: it is set as a whole, and held in memory meanwhile."""


@dataclass(frozen=True, slots=True)
class Told:
    """One resolution. `title` is None where the source gives none."""

    name: str
    title: str | None
    language: str
    label: str
    adopted: bool
    provisions: tuple[tuple[str, int, str], ...]
    why: str | None
    facts: tuple[tuple[str, str], ...]
    page: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands before them."""

    title: str
    author: str
    language: str
    day: str | None
    totals: str
    contents: str
    changed_on: date


def tell(one: PublicResolution) -> Told:
    """The resolution."""
    voting, language = one.voting, one.assembly.language
    return Told(
        name=name_of(one),
        title=None if one.title_derived else one.title,
        language=one.language,
        label=one.label,
        adopted=one.outcome is Outcome.ADOPTED,
        provisions=tuple((part.marker, part.level, part.text) for part in one.provisions),
        why=None if voting is None else voting.sentences[language],
        facts=tuple(_facts(one, words_of(one))),
        page=one.page,
    )


def cover_of(resolutions: Sequence[PublicResolution]) -> Cover:
    """Of one resolution it is the resolution itself; of many, the assembly."""
    first = resolutions[0]
    assembly, words = first.assembly, words_of(first)
    adopted = sum(one.outcome is Outcome.ADOPTED for one in resolutions)
    several = len(resolutions) > 1
    totals = words.totals.format(
        total=len(resolutions), adopted=adopted, rejected=len(resolutions) - adopted
    )
    title = f"{words.resolutions} – {assembly.name}" if several else _alone(first)
    return Cover(
        title=title,
        author=assembly.name,
        language=assembly.language,
        day=None if assembly.held_on is None else day_words(assembly.held_on, assembly),
        totals=totals,
        contents=words.contents,
        changed_on=max(one.changed_at for one in resolutions).date(),
    )


def _alone(one: PublicResolution) -> str:
    return name_of(one) if one.title_derived else f"{name_of(one)}: {one.title}"


def day_words(day: date, assembly: PublicAssembly) -> str:
    """In words: 22 november 2025."""
    return format_date(day, format="long", locale=assembly.language)


def _facts(one: PublicResolution, words: Words) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if one.decided_on is not None:
        facts.append((words.decided_on, day_words(one.decided_on, one.assembly)))
    facts += _counted(one, words)
    if one.source is not None:
        facts += [
            (words.source, place_of(one) or ""),
            (words.importer, one.source.importer),
            (words.fingerprint, one.source.digest),
        ]
    if one.voting is not None:
        facts.append((words.record, one.voting.digest))
    if one.correction is not None and one.corrected_on is not None:
        on = day_words(one.corrected_on, one.assembly)
        facts.append((words.corrected, f"{on}: {one.correction.because}"))
        facts += [(words.note, one.correction.note)] if one.correction.note else []
    return [*facts, (words.text_fingerprint, one.digest)]


def _recorded(one: PublicResolution, words: Words) -> list[tuple[str, str]]:
    """The numbers that a source gives; of each that it does not, that it does not."""
    told = one.source_counts
    if told is None:
        return [(words.counts, words.not_recorded)]
    found = ((words.yes, told.yes), (words.no, told.no), (words.abstain, told.abstain))
    return [(term, words.not_recorded if count is None else str(count)) for term, count in found]


def _counted(one: PublicResolution, words: Words) -> list[tuple[str, str]]:
    voting = one.voting
    if voting is None:
        return _recorded(one, words)
    counts = voting.counts
    facts = [(words.yes, counts.yes), (words.no, counts.no), (words.abstain, counts.abstain)]
    facts += [(words.blank, counts.blank)] if counts.blank else []
    facts += [(words.invalid, counts.invalid)] if counts.invalid else []
    facts += [(words.entitled, voting.entitled), (words.turnout, voting.turnout)]
    rule = voting.requirement[:1].upper() + voting.requirement[1:]
    return [*((term, str(number)) for term, number in facts), (words.rule, rule)]
