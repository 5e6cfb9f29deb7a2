# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a theme may be called, and what a heading suggests."""

import pytest

from assembly.errors import InvalidRequest, MarkupInText
from assembly.themes.rules.theme import Theme, sound_theme, suggested
from tests.build.themes import EUROVOC, HOUSING, MOBILITY

TRANSPORT = {"nl": "Vervoer", "fr": "Transports", "de": "Verkehr", "en": "Transport"}
THEMES = [
    Theme("mobiliteit", MOBILITY),
    Theme("wonen", HOUSING),
    Theme("vervoer", TRANSPORT),
]


def test_a_sound_theme_is_kept_with_its_words_tidied():
    kept = sound_theme("wonen", HOUSING | {"nl": "  Wonen \n en  werken "}, f" {EUROVOC} ")
    assert kept.label("nl") == "Wonen en werken"
    assert kept.uri == EUROVOC
    assert sound_theme("wonen", HOUSING, "").uri is None


@pytest.mark.parametrize(
    ("slug", "labels", "uri", "pointer"),
    [
        pytest.param("Wonen", {}, None, "/slug", id="capitals in an address"),
        pytest.param("a--b", {}, None, "/slug", id="two dashes"),
        pytest.param("wonen", {"fr": " "}, None, "/labels/fr", id="no French word"),
        pytest.param("wonen", {"de": "x" * 81}, None, "/labels/de", id="a long German word"),
        pytest.param("wonen", {"en": "a\u202eb"}, None, "/labels/en", id="words turned round"),
        pytest.param("wonen", {}, "javascript:alert(1)", "/uri", id="what a browser would run"),
        pytest.param("wonen", {}, "https://a b", "/uri", id="a space in an address"),
        pytest.param("wonen", {}, "https://x/" + "a" * 300, "/uri", id="a long address"),
        pytest.param("wonen", {}, "http://[", "/uri", id="no address at all"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(slug, labels, uri, pointer):
    with pytest.raises(InvalidRequest) as refused:
        sound_theme(slug, HOUSING | labels, uri)
    assert [one["pointer"] for one in refused.value.facts["errors"]] == [pointer]


def test_words_are_words_and_no_markup():
    with pytest.raises(MarkupInText):
        sound_theme("wonen", HOUSING | {"nl": "<b>Wonen</b>"}, None)


@pytest.mark.parametrize(
    ("heading", "slugs"),
    [
        pytest.param("Mobiliteit", ["mobiliteit"], id="the word itself"),
        pytest.param("3. WONEN en werken", ["wonen"], id="one word of a heading"),
        pytest.param("Openbaar busvervoer", ["vervoer"], id="a part of a compound"),
        pytest.param("La mobilité", ["mobiliteit"], id="another language, with an accent"),
        pytest.param("Logement et transports", ["wonen", "vervoer"], id="two of them"),
        pytest.param("Van de en het", [], id="words that say nothing"),
        pytest.param("Zorg", [], id="nothing like it"),
        pytest.param(None, [], id="no heading"),
    ],
)
def test_a_heading_suggests_themes_that_share_a_word(heading, slugs):
    assert [one.slug for one in suggested(heading, THEMES)] == slugs
