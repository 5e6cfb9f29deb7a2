# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.archive.rules.layout import SourceDocument, read_numbered_outcomes
from assembly.archive.rules.reconcile import MOST_WORDS, Aspect, Difference, differences

CARUNA = Path(__file__).parents[2] / "data" / "caruna-2025" / "000_51e6f999c075458b.txt"
SOURCE = CARUNA.read_text("utf-8")

TEXT = """Besluiten (1 mei 2024)
1. Wij doen dit
en dat.
Goedgekeurd
2. Wij willen meer tijd voor zorg.
Niet goedgekeurd
3. Samen sterk.
Goedgekeurd
"""


def read(text: str) -> SourceDocument:
    reading = read_numbered_outcomes(text.encode())
    assert reading.document is not None, reading.complaints
    return reading.document


def found(old: str, new: str, text: str = TEXT) -> tuple[Difference, ...]:
    changed = text.replace(old, new)
    assert changed != text
    return differences(read(text), read(changed))


@pytest.mark.parametrize(
    ("old", "new", "expected", "sentence"),
    [
        pytest.param(
            "Besluiten",
            "Resoluties",
            Difference(None, Aspect.TITLE, "Besluiten (1 mei 2024)", "Resoluties (1 mei 2024)", 1),
            "The document (line 1): the title was “Besluiten (1 mei 2024)” and is now"
            " “Resoluties (1 mei 2024)”.",
            id="another title",
        ),
        pytest.param(
            "2. Wij willen meer tijd voor zorg.\nNiet goedgekeurd",
            "2. Wij willen meer tijd voor zorg.\nGoedgekeurd",
            Difference(2, Aspect.OUTCOME, "Niet goedgekeurd", "Goedgekeurd", 6),
            "Resolution 2 (line 6): the outcome was “Niet goedgekeurd” and is now “Goedgekeurd”.",
            id="another outcome",
        ),
        pytest.param(
            "meer tijd",
            "veel ruimte",
            Difference(2, Aspect.WORDING, "meer tijd", "veel ruimte", 5),
            "Resolution 2 (line 5): the wording was “meer tijd” and is now “veel ruimte”.",
            id="other words",
        ),
        pytest.param(
            "meer tijd",
            "meer vrije tijd",
            Difference(2, Aspect.WORDING, "", "vrije", 5),
            "Resolution 2 (line 5): the wording gained “vrije”.",
            id="a word more",
        ),
        pytest.param(
            "meer tijd",
            "tijd",
            Difference(2, Aspect.WORDING, "meer", "", 5),
            "Resolution 2 (line 5): the wording lost “meer”.",
            id="a word less",
        ),
        pytest.param(
            "\nen dat.",
            "\n\n\nen dat!",
            Difference(1, Aspect.WORDING, "dat.", "dat!", 2),
            "Resolution 1 (line 2): the wording was “dat.” and is now “dat!”.",
            id="another mark at the end",
        ),
        pytest.param(
            "3. Samen sterk.\nGoedgekeurd\n",
            "",
            Difference(3, Aspect.MISSING, "Samen sterk.", "", 6),
            "Resolution 3 (line 6): it is gone, “Samen sterk.”.",
            id="a resolution gone",
        ),
        pytest.param(
            "3. Samen sterk.\nGoedgekeurd\n",
            "3. Samen sterk.\nGoedgekeurd\n\n4. En nu vooruit.\nGoedgekeurd\n",
            Difference(4, Aspect.ADDED, "", "En nu vooruit.", 10),
            "Resolution 4 (line 10): it is new, “En nu vooruit.”.",
            id="a resolution new",
        ),
    ],
)
def test_a_change_is_told_once_in_a_sentence(
    old: str, new: str, expected: Difference, sentence: str
) -> None:
    assert found(old, new) == (expected,)
    assert str(expected) == sentence


def test_another_day_changes_the_title_line_and_the_date() -> None:
    title, day = found("1 mei", "2 mei")
    assert title.aspect is Aspect.TITLE
    assert day == Difference(None, Aspect.DATE, "2024-05-01", "2024-05-02", 1)


def test_each_place_in_a_text_is_a_difference_of_its_own() -> None:
    places = found("Wij willen meer tijd voor zorg", "Wij vragen meer tijd voor allen")
    assert [(one.before, one.after) for one in places] == [
        ("willen", "vragen"),
        ("zorg.", "allen."),
    ]


def test_common_words_between_two_changes_are_not_told() -> None:
    text = TEXT.replace("meer tijd", "meer " + "de en " * 150 + "tijd")
    old, new = "de en " * 50 + "tijd voor", "dus " + "de en " * 50 + "ruimte voor"
    assert [(one.before, one.after) for one in found(old, new, text)] == [
        ("", "dus"),
        ("tijd", "ruimte"),
    ]


def test_the_same_words_in_other_paragraphs_differ_in_division() -> None:
    text = TEXT.replace("Samen sterk.", "Samen sterk. Nu of nooit meer.")
    (divided,) = found("sterk. Nu", "sterk.\nNu", text)
    assert divided == Difference(
        3, Aspect.DIVISION, "Samen sterk. Nu …", "Samen sterk. / Nu of nooit …", 7
    )
    assert str(divided) == (
        "Resolution 3 (line 7): the division was “Samen sterk. Nu …”"
        " and is now “Samen sterk. / Nu of nooit …”."
    )


def test_an_item_that_becomes_text_differs_in_division() -> None:
    text = TEXT.replace("en dat.", "en wel:\na. dat.")
    (divided,) = found("\na. dat", " a. dat", text)
    assert divided.aspect is Aspect.DIVISION
    assert (divided.before, divided.after) == ("Wij doen dit … / a. dat.", "Wij doen dit …")


def test_white_space_and_pages_are_no_difference() -> None:
    assert found("\n", " \n\n", SOURCE) == ()
    assert found("\n 5  \n", "\n", SOURCE) == ()


def test_a_source_does_not_differ_from_itself() -> None:
    assert differences(read(SOURCE), read(SOURCE)) == ()


def test_lines_are_those_of_the_new_file() -> None:
    (one,) = found("1. De ruimtelijke", "\n\n1. De stedelijke", SOURCE)
    assert one == Difference(1, Aspect.WORDING, "ruimtelijke", "stedelijke", 8)


def test_a_very_long_text_gives_the_one_stretch_that_differs() -> None:
    long = TEXT.replace("Samen", " ".join(["woord"] * MOST_WORDS) + " samen")
    assert found("woord samen sterk", "zin samen sterk", long) == (
        Difference(3, Aspect.WORDING, "woord", "zin", 7),
    )
    assert found("woord samen sterk", "samen sterk", long) == (
        Difference(3, Aspect.WORDING, "woord", "", 7),
    )


@settings(deadline=None)  # a busy machine is no failure
@given(
    texts=st.lists(st.sampled_from(["Wij doen dit.", "Wij doen dat.", "Dit."]), max_size=5),
    others=st.lists(st.sampled_from(["Wij doen dit.", "Wij doen dat.", "Dit."]), max_size=5),
)
def test_every_resolution_that_differs_is_named_and_no_other(
    texts: list[str], others: list[str]
) -> None:
    def document(several: list[str]) -> SourceDocument:
        lines = [f"{at}. {text}\nGoedgekeurd" for at, text in enumerate(["Eerst.", *several], 1)]
        return read("\n".join(["Besluiten (1 mei 2024)", *lines]))

    named = {one.number for one in differences(document(texts), document(others))}
    longest = max(len(texts), len(others))
    padded, other_padded = ([*some, *[""] * (longest - len(some))] for some in (texts, others))
    expected = {
        at
        for at, (one, other) in enumerate(zip(padded, other_padded, strict=True), 2)
        if one != other
    }
    assert named == expected
