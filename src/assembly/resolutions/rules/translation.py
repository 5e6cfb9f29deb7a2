# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A translation stands beside its text, provision by provision. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assembly.errors import UnsoundTranslation
from assembly.resolutions.rules.sound import require_sound_words
from assembly.resolutions.rules.text import Provision, tidy

NAMED = 20
"""How many provisions a refusal names at most."""


@dataclass(frozen=True, slots=True)
class Translated:
    """The words of one provision in another language. Its marker and level are the text's own."""

    id: str
    text: str


def sound_translation(given: Sequence[Translated], ids: Sequence[str]) -> list[Translated]:
    """What was given, tidied and in the order of the text.

    Refuses provisions that are missing, unknown, given twice or without words
    (`UnsoundTranslation`), and words that cannot be kept (`UnsoundText`).
    """
    by_id = {one.id: replace(one, text=tidy(one.text)) for one in given}
    if len(by_id) < len(given):
        raise UnsoundTranslation("A provision is given twice.", fault="twice")
    _refuse("missing", "Provisions are missing", (name for name in ids if name not in by_id))
    known = set(ids)
    _refuse("unknown", "The text has no such provisions", (n for n in by_id if n not in known))
    _refuse("empty", "Provisions have no words", (n for n in ids if not by_id[n].text.strip()))
    for place, name in enumerate(ids, start=1):
        require_sound_words(by_id[name].text, place)
    return [by_id[name] for name in ids]


def in_translation(
    provisions: Sequence[Provision], translated: Iterable[Translated]
) -> tuple[Provision, ...]:
    """The provisions with the words of the translation, for a reader."""
    words = {one.id: one.text for one in translated}
    return tuple(
        replace(provision, text=words.get(provision.id, provision.text)) for provision in provisions
    )


def read_in_translation(
    provisions: Sequence[Provision],
    made_of: Sequence[Provision],
    translated: Iterable[Translated],
) -> tuple[tuple[Provision, ...], frozenset[str]]:
    """The present text for a reader: translated wherever its words are those that were translated.

    `made_of` is the text the translation was made of. What was added or reworded since stands in
    the text's own words, and is named; so nobody ever reads words that are no longer proposed.
    """
    before = {one.id: one.text for one in made_of}
    words = {one.id: one.text for one in translated if one.id in before}
    own = frozenset(
        one.id for one in provisions if one.id not in words or before[one.id] != one.text
    )
    read = tuple(one if one.id in own else replace(one, text=words[one.id]) for one in provisions)
    return read, own


def _refuse(fault: str, said: str, names: Iterable[str]) -> None:
    found = list(names)
    if found:
        raise UnsoundTranslation(
            f"{said}: {', '.join(found[:NAMED])}.", fault=fault, provisions=found[:NAMED]
        )
