# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two outcomes and the words each language has for them."""

import pytest

from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.rules.sentence import LANGUAGES


@pytest.mark.parametrize(
    ("language", "adopted", "not_adopted"),
    [
        ("nl", "Goedgekeurd", "Niet goedgekeurd"),
        ("fr", "Approuvée", "Non approuvée"),
        ("de", "Angenommen", "Nicht angenommen"),
        ("en", "Approved", "Not approved"),
    ],
)
def test_the_words_are_those_on_paper(language, adopted, not_adopted):
    assert Outcome.ADOPTED.label(language) == adopted
    assert Outcome.NOT_ADOPTED.label(language) == not_adopted


def test_dutch_is_spoken_where_nothing_else_is_asked_or_known():
    assert Outcome.ADOPTED.label() == Outcome.ADOPTED.label("xx") == "Goedgekeurd"


def test_no_two_words_are_the_same():
    words = [outcome.label(language) for outcome in Outcome for language in LANGUAGES]
    assert len(set(words)) == len(words) == 8


def test_there_is_no_third_outcome():
    assert [outcome.value for outcome in Outcome] == ["adopted", "not_adopted"]
