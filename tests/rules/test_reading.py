# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A reader never reads words that are no longer proposed, whatever happened meanwhile."""

from hypothesis import given
from hypothesis import strategies as st

from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.translation import Translated, read_in_translation

NAMES = ("p1", "p2", "p3", "p4")
TEXTS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("Een.", "Twee.", "Drie.")))


def provisions(words: dict[str, str]) -> list[Provision]:
    return [Provision(Kind.PARAGRAPH, "", text, id=name) for name, text in words.items()]


def french(text: str) -> str:
    return f"{text} en français"


@given(present=TEXTS, made_of=TEXTS, kept=st.sets(st.sampled_from(NAMES)))
def test_every_piece_is_the_translation_of_its_present_words_or_those_words(present, made_of, kept):
    translated = [Translated(name, french(text)) for name, text in made_of.items() if name in kept]
    read, own = read_in_translation(provisions(present), provisions(made_of), translated)
    assert [one.id for one in read] == list(present), "none is left out, none is added or moved"
    for one in read:
        holds = one.id in kept and made_of.get(one.id) == present[one.id]
        assert (one.id in own) is not holds
        assert one.text == (french(present[one.id]) if holds else present[one.id])


@given(words=TEXTS)
def test_of_the_version_that_was_translated_every_word_is(words):
    translated = [Translated(name, french(text)) for name, text in words.items()]
    read, own = read_in_translation(provisions(words), provisions(words), translated)
    assert not own
    assert [one.text for one in read] == [french(text) for text in words.values()]
