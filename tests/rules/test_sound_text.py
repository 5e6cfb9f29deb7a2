# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text and a translation must be to be kept; large ones cost no more than they are."""

import time

import pytest

from assembly.errors import EmptyText, InvalidRequest, UnsoundText, UnsoundTranslation
from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.reason import sound_reason
from assembly.resolutions.rules.sound import sound_text, sound_title
from assembly.resolutions.rules.text import Kind, Provision, readable
from assembly.resolutions.rules.translation import Translated, in_translation, sound_translation


def text(*words: str) -> list[Provision]:
    return [Provision(Kind.PARAGRAPH, "", one) for one in words]


@pytest.mark.parametrize(
    ("provisions", "fault", "place"),
    [
        pytest.param(text("goed", "a\u0007b"), "control", 2, id="a control character"),
        pytest.param(text("a\u202eb"), "direction", 1, id="an override of direction"),
        pytest.param(text("a\u2066b"), "direction", 1, id="an isolate"),
        pytest.param(
            [Provision(Kind.ITEM, "\u202aa.", "b")], "direction", 1, id="a marker that turns"
        ),
        pytest.param(text("x" * 20_001), "too-long", 1, id="one character too many"),
        pytest.param(text("x" * 1_000_000), "too-long", 1, id="a paragraph of 1 MB"),
        pytest.param([Provision(Kind.ITEM, "x" * 13, "b")], "too-long", 1, id="a long marker"),
        pytest.param([Provision(Kind.PARAGRAPH, "NIET", "b")], "marker", 1, id="a hidden marker"),
        pytest.param([Provision(Kind.PARAGRAPH, "", "b", 1)], "level", 1, id="a nested paragraph"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_named(provisions, fault, place):
    with pytest.raises(UnsoundText) as refused:
        sound_text(provisions)
    assert (refused.value.facts["fault"], refused.value.facts["provision"]) == (fault, place)


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b",
        "\u2028",
        "\u2029",
        "\x85",
        "\x9b",
        "\ufeff",
        "\xad",
        "\u2060",
        "\uffff",
        "\U0001ffff",
        "\ufdd0",
        "\ufff9",
        "\u3164",
    ],
    ids=ascii,
)
def test_what_nobody_sees_is_refused_and_taken_out_of_what_others_typed(sign):
    with pytest.raises(UnsoundText) as refused:
        sound_text(text(f"Gra{sign}tis bus."))
    assert refused.value.facts["fault"] == "control"
    assert readable(f"Gra{sign}tis bus.").replace(" ", "") == "Gratisbus."
    with pytest.raises(InvalidRequest):
        sound_title(f"Bus{sign}")
    with pytest.raises(InvalidRequest):
        sound_reason(f"De kosten staan er niet in{sign}.")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("bu\u200ds", id="a joiner between letters that do not join"),
        pytest.param("\u200cbus", id="a joiner at the beginning"),
        pytest.param("bus \u200d", id="a joiner behind a space"),
        pytest.param("bus\ufe0f", id="a variant of a letter"),
        pytest.param("bus\U000e0067", id="a tag without a flag"),
    ],
)
def test_joiners_and_selectors_stand_only_where_something_needs_them(words):
    with pytest.raises(UnsoundText):
        sound_text(text(words))
    assert readable(words).strip() == "bus"


@pytest.mark.parametrize("words", ["\u00a0", "\u200e", "\u0301", " \u2009 "], ids=ascii)
def test_what_has_nothing_to_read_has_no_words(words):
    with pytest.raises(EmptyText):
        sound_text(text(words))


def test_a_text_that_is_too_long_says_the_limit_unless_it_stands_there_already():
    long = "x" * 20_001
    with pytest.raises(UnsoundText) as refused:
        sound_text(text(long))
    assert refused.value.facts["limit"] == 20_000
    assert sound_text(text(long, "kort"), {long})[0].text == long


def test_too_many_provisions_are_refused_before_they_are_read():
    with pytest.raises(UnsoundText) as refused:
        sound_text(text("x") * 10_001)
    assert refused.value.facts == {"fault": "too-many", "limit": 10_000}
    assert len(sound_text(text("x") * 10_000)) == 10_000


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("1 < 2 & 3 > 2, <3", id="signs that are no tags"),
        pytest.param("a\u200fb\u200e", id="plain marks of direction"),
        pytest.param("👨\u200d👩\u200d👧", id="a joined emoji"),
        pytest.param("❤\ufe0f\u200d🔥 1\ufe0f\u20e3 ☎\ufe0e", id="variants of signs"),
        pytest.param("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", id="a flag"),
        pytest.param("می\u200cخواهم", id="Persian"),
        pytest.param("क्\u200dष", id="Hindi"),
        pytest.param("10\u00a0km \u1eb9\u0300", id="no-break space and marks"),
    ],
)
def test_what_is_only_unusual_is_kept_as_it_is(words):
    assert sound_text(text(words))[0].text == words
    assert sound_title(words) == words


def test_a_title_or_a_reason_that_turns_is_refused():
    with pytest.raises(InvalidRequest):
        sound_title("Bus\u202e")
    with pytest.raises(InvalidRequest):
        sound_reason("De kosten staan er niet in\u202e.")
    with pytest.raises(InvalidRequest):
        sound_reason("Nee.")
    assert sound_reason("  De kosten\nontbreken. ") == "De kosten ontbreken."


# ── translations ──────────────────────────────────────────────────────────────
IDS = ["p1", "p3"]


@pytest.mark.parametrize(
    ("given", "fault", "names"),
    [
        pytest.param({"p1": "Un"}, "missing", ["p3"], id="one is missing"),
        pytest.param({"p1": "Un", "p3": "Deux", "p2": "x"}, "unknown", ["p2"], id="one too many"),
        pytest.param({"p1": "Un", "p3": " \n"}, "empty", ["p3"], id="one has no words"),
        pytest.param({}, "missing", ["p1", "p3"], id="nothing"),
    ],
)
def test_a_translation_has_words_for_each_provision_and_no_other(given, fault, names):
    with pytest.raises(UnsoundTranslation) as refused:
        sound_translation([Translated(*one) for one in given.items()], IDS)
    assert refused.value.facts == {"fault": fault, "provisions": names}


def test_a_provision_is_translated_once():
    with pytest.raises(UnsoundTranslation, match="twice"):
        sound_translation(
            [Translated("p1", "a"), Translated("p1", "b"), Translated("p3", "c")], IDS
        )


def test_a_translation_stands_in_the_order_of_its_text_with_its_markers():
    of = [
        Provision(Kind.PARAGRAPH, "", "Een", id="p1"),
        Provision(Kind.ITEM, "a.", "Twee", 1, "p3"),
    ]
    kept = sound_translation([Translated("p3", " Deux "), Translated("p1", "Un")], IDS)
    assert in_translation(of, kept) == (
        Provision(Kind.PARAGRAPH, "", "Un", id="p1"),
        Provision(Kind.ITEM, "a.", "Deux", 1, "p3"),
    )


def test_words_of_a_translation_are_as_sound_as_those_of_a_text():
    with pytest.raises(UnsoundText):
        sound_translation([Translated("p1", "a\u202eb"), Translated("p3", "c")], IDS)


# ── size ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda place: f"Bepaling {place} zegt nu iets anders.", id="each a little"),
        pytest.param(lambda place: f"Volledig nieuw nummer{place} woord{place}", id="wholly anew"),
        pytest.param(lambda _: "Steeds hetzelfde.", id="all the same"),
    ],
)
def test_a_text_of_a_hundred_pages_is_named_in_a_moment(change):
    before = name_provisions(text(*(f"Bepaling {place} zegt iets." for place in range(3500))))
    after = text(*(change(place) for place in range(3500)))
    began = time.perf_counter()
    named = name_provisions(after, before)
    assert time.perf_counter() - began < 20
    assert len({one.id for one in named}) == 3500


def test_a_provision_that_repeats_one_word_is_compared_in_a_moment():
    before = name_provisions(text("a " * 9_999, "b"))
    began = time.perf_counter()
    named = name_provisions(text("a " * 9_000, "c"), before)
    assert time.perf_counter() - began < 20
    assert named[0].id == "p1"


def test_an_empty_text_is_refused_by_name():
    with pytest.raises(EmptyText):
        sound_text([])
