# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words and what changed between two texts: to the letter, whole words, no confetti."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.resolutions.rules.redline import redline
from assembly.resolutions.rules.text import tidy
from assembly.resolutions.rules.word_edits import Edit, applied, touching, undone
from assembly.resolutions.rules.words import (
    count_words,
    sentences_in,
    text_of,
    tokens_of,
    would_glue,
)

WORDS = ["de", "bus", "is", "gratis", "18", ".", ",", "(", ")", "Ook", "OCMW’s", "“", "”", "–"]
ODD = ["e\u0323\u0300", "👩‍👩‍👧", "🇧🇪", "👍🏽", "10\u00a0km", "١٢", "ж", "\u0308", "1.250,50"]
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(WORDS + ODD), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30),
).map(tidy)


def marked(old: str, new: str) -> str:
    """The old text with what goes in [-…-] and what comes in {+…+}."""
    tokens = tokens_of(old)
    shown, at = "", 0
    for edit in redline(tokens, tokens_of(new)):
        shown += "".join(tokens[at : edit.start])
        gone, come = "".join(tokens[edit.start : edit.end]), "".join(edit.words)
        if edit.start == 0:
            gone, come = gone.removeprefix(" "), come.removeprefix(" ")
        shown += f"[-{gone}-]" if gone else ""
        shown += "{+" + come + "+}" if come else ""
        at = edit.end
    return (shown + "".join(tokens[at:])).removeprefix(" ")


# ── words ─────────────────────────────────────────────────────────────────────
@given(texts)
@settings(deadline=None)
def test_tokens_joined_are_the_text(text):
    assert text_of(tokens_of(text)) == text


@given(texts)
@settings(deadline=None)
def test_no_token_begins_inside_what_people_see_as_one_character(text):
    for token in tokens_of(text)[1:]:
        first = token[0]
        assert unicodedata.category(first)[0] != "M" or token.isspace()
        assert first not in "\u200d\ufe0f"
        assert not 0x1F3FB <= ord(first) <= 0x1F3FF


@given(texts, texts)
@settings(deadline=None)
def test_what_would_glue_is_told_and_nothing_else(one, other):
    before, after = tokens_of(one), tokens_of(other.lstrip())
    if before and after:
        first = after[0].removeprefix(" ")
        whole = tokens_of(text_of([*before, first]))
        assert would_glue(before, first) or whole == (*before, first)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "OCMW’s en zij-instroom", ["OCMW’s", "en", "zij-instroom"], id="inside a word"
        ),
        pytest.param("1.250,50 om 18:30", ["1.250,50", "om", "18:30"], id="between digits"),
        pytest.param("10\u00a0km", ["10", "km"], id="a no-break space"),
        pytest.param(
            "e\u0323\u0300en", ["e\u0323\u0300en"], id="accents without a letter of their own"
        ),
        pytest.param("👩‍👩‍👧 🇧🇪🇳🇱 👍🏽", ["👩‍👩‍👧", "🇧🇪", "🇳🇱", "👍🏽"], id="emoji"),
        pytest.param("“Ja”, zei ze…", ["“", "Ja", "”", ",", "zei", "ze", "…"], id="quotes"),
    ],
)
def test_a_text_is_cut_where_people_would(text, words):
    assert [token.strip() for token in tokens_of(text)] == words


def test_sentences_end_where_a_new_one_begins():
    text = "Een zin. Nog een! “Wat?” Dat i.p.v. dit. 3 uur."
    tokens = tokens_of(text)
    assert [text_of(tokens[slice(*one)]).strip() for one in sentences_in(tokens)] == [
        "Een zin.",
        "Nog een!",
        "“Wat?”",
        "Dat i.p.v. dit.",
        "3 uur.",
    ]


# ── what changed ──────────────────────────────────────────────────────────────
@given(texts, texts)
@settings(deadline=None)
def test_the_edits_put_in_give_the_new_text_and_undone_the_old_one(old, new):
    before, after = tokens_of(old), tokens_of(new)
    edits = redline(before, after)
    assert tuple(applied(before, edits)) == after
    assert tuple(applied(after, undone(before, edits))) == before
    assert not touching(edits)
    assert bool(edits) == (before != after)
    assert all(tuple(before[one.start : one.end]) != one.words for one in edits)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        pytest.param(
            "Gratis bus onder 18.",
            "Gratis bus onder 21.",
            "Gratis bus onder[- 18-]{+ 21+}.",
            id="one word",
        ),
        pytest.param(
            "A b. C d.", "A b. X y. C d.", "A b.{+ X y.+} C d.", id="a sentence between two"
        ),
        pytest.param(
            "De bus is gratis. De tram is gratis.",
            "De bus is gratis. De trein is gratis. De tram is gratis.",
            "De bus is gratis.{+ De trein is gratis.+} De tram is gratis.",
            id="a sentence that begins like its neighbours",
        ),
        pytest.param(
            "Een zin. Nog een zin.",
            "Nog een zin.",
            "[-Een zin.-] Nog een zin.",
            id="a sentence goes",
        ),
        pytest.param(
            "De gemeente voorziet middelen en ruimte.",
            "De gemeente voorziet middelen, personeel en ruimte.",
            "De gemeente voorziet middelen{+, personeel+} en ruimte.",
            id="a word in a list",
        ),
        pytest.param(
            "Gratis bus onder 18.",
            "Gratis tram voor iedereen.",
            "[-Gratis bus onder 18.-]{+Gratis tram voor iedereen.+}",
            id="most of a sentence is the whole sentence",
        ),
        pytest.param(
            "rood, groen en blauw",
            "blauw, geel en blauw",
            "[-rood, groen-]{+blauw, geel+} en blauw",
            id="no comma left standing alone",
        ),
        pytest.param(
            "bus , . .", "de ,", "[-bus-]{+de+} ,[- . .-]", id="what goes beyond its sentence"
        ),
        pytest.param(
            "over 10 km", "over 10\u00a0km", "over 10[- km-]{+\u00a0km+}", id="only the space"
        ),
        pytest.param(
            "Kinderen onder 18 jaar reizen gratis met de bus in heel Vlaanderen.",
            "Jongeren onder 21 jaar reizen gratis met de tram in heel Vlaanderen.",
            "[-Kinderen-]{+Jongeren+} onder[- 18-]{+ 21+} jaar reizen gratis met de[- bus-]"
            "{+ tram+} in heel Vlaanderen.",
            id="a few words of a long sentence",
        ),
        pytest.param(
            "CM opent zijn deuren (bijvoorbeeld tijdens de winter) om ruimte te geven.",
            "CM opent zijn deuren – zeker in de winter – om ruimte te geven.",
            "CM opent zijn deuren[- (bijvoorbeeld tijdens de winter)-]{+ – zeker in de winter –+}"
            " om ruimte te geven.",
            id="brackets are changed in pairs",
        ),
        pytest.param(
            "Maak overal “derde plekken” mogelijk voor iedereen.",
            "Maak overal derde plekken mogelijk voor iedereen.",
            "Maak overal[- “derde plekken”-]{+ derde plekken+} mogelijk voor iedereen.",
            id="quotation marks as well",
        ),
        pytest.param(
            "Bruggen tussen burgers, artsen, vrijwilligers en ervaringsdeskundigen.",
            "Bruggen tussen burgers, artsen, vrijwilligers, jongeren en ervaringsdeskundigen.",
            "Bruggen tussen burgers, artsen, vrijwilligers{+, jongeren+} en ervaringsdeskundigen.",
            id="one more in a list",
        ),
        pytest.param(
            "Les jeunes de moins de 18 ans, les étudiants et les personnes âgées.",
            "Les jeunes de moins de 18 ans.",
            "Les jeunes de moins de 18 ans[-, les étudiants et les personnes âgées-].",
            id="the end of a list, with its comma",
        ),
        pytest.param(
            "Le pays garantit l’accès gratuit aux transports publics pour les jeunes.",
            "Le pays garantit la gratuité des transports publics pour les jeunes.",
            "Le pays garantit[- l’accès gratuit aux-]{+ la gratuité des+} transports publics pour"
            " les jeunes.",
            id="French elisions stay whole",
        ),
        pytest.param(
            "Ein Fonds wird geschaffen. Der Arbeitgeber trägt die Kosten.",
            "Ein Fonds wird geschaffen. Die Kosten trägt der Arbeitgeber.",
            "Ein Fonds wird geschaffen.[- Der Arbeitgeber trägt die Kosten.-]"
            "{+ Die Kosten trägt der Arbeitgeber.+}",
            id="a sentence turned round is a new sentence",
        ),
        pytest.param(
            "We creëren ruimtes op lokaal niveau. Deze worden beheerd door de gemeenten zelf.",
            "We creëren ruimtes op lokaal niveau, die worden beheerd door de gemeenten zelf.",
            "We creëren ruimtes op lokaal niveau[-. Deze-]{+, die+} worden beheerd door de"
            " gemeenten zelf.",
            id="two sentences become one",
        ),
    ],
)
def test_people_can_read_what_changed(old, new, shown):
    assert marked(old, new) == shown


def test_a_text_that_repeats_itself_is_compared_without_end_of_patience():
    """A hundred million pairs of equal words would be looked at, were they not counted before."""
    old, new = tokens_of("a b " * 5_000 + "c"), tokens_of("b a a " * 3_300 + "d")
    assert len(redline(old, new)) == 1


def test_an_edit_knows_whether_it_only_inserts():
    assert Edit(1, 1, (" x",)).inserts
    assert not Edit(1, 2, (" x",)).inserts
    assert count_words([" x", ".", " 18"]) == 2
