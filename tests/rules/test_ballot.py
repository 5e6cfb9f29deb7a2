# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Choices: what a voting offers, and that a refusal never repeats what was said."""

import pytest

from assembly.errors import UnknownChoice
from assembly.voting.rules.ballot import Choice, offered, read_choice


def test_a_voting_offers_three_choices_in_a_fixed_order():
    assert [choice.value for choice in offered(abstain=True)] == ["yes", "no", "abstain"]


def test_a_voting_may_leave_out_abstaining():
    assert [choice.value for choice in offered(abstain=False)] == ["yes", "no"]


@pytest.mark.parametrize("choice", Choice)
def test_the_word_of_a_choice_is_that_choice(choice):
    assert read_choice(choice.value, offered(abstain=True)) is choice


@pytest.mark.parametrize("word", ["Yes", "yes ", "ja", "", "blank", "invalid", "1", "abstain"])
def test_another_word_is_refused_with_the_choices_there_are(word):
    with pytest.raises(UnknownChoice) as refused:
        read_choice(word, offered(abstain=False))
    assert refused.value.detail == "Choose one of: yes, no."
    assert refused.value.facts == {"choices": ["yes", "no"]}
