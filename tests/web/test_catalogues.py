# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence of the pages exists in every language, with the same blanks to fill in."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from assembly.errors import all_refusals
from assembly.web.catalogues import FOLDER, LOCALES, date_words, number_words
from assembly.web.texts import PROBLEMS

BLANKS = re.compile(r"%\((\w+)\)s")


def sentences_of_the_code() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(FOLDER.parent),
        method_map=[("texts.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": {"newstyle_gettext": "true", "silent": "false"}},
        keywords={"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)},
    ):
        found.add(message)
    return found


def texts(value: object) -> list[str]:
    """The singular and plural forms, or the one sentence there is."""
    return [str(one) for one in value] if isinstance(value, (tuple, list)) else [str(value or "")]


def messages_of(language: str) -> Iterator[Message]:
    with (FOLDER / language / "LC_MESSAGES" / "assembly.po").open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language)
    return (message for message in catalogue if message.id)


@pytest.mark.parametrize("language", LOCALES)
def test_every_sentence_is_there_and_none_is_left_over(language):
    there = {message.id for message in messages_of(language)}
    wanted = sentences_of_the_code()
    assert len(wanted) > 100
    assert wanted - there == set()
    assert there - wanted == set()


@pytest.mark.parametrize("language", LOCALES)
def test_a_sentence_that_explains_a_problem_is_words_and_no_markup(language):
    translated = {message.id: message.string for message in messages_of(language)}
    for problem in PROBLEMS.values():
        for sentence in (problem.title, problem.when, problem.what_to_do):
            assert not set("<>&") & set(str(translated[sentence])), sentence


@pytest.mark.parametrize("language", LOCALES)
def test_every_sentence_is_translated_for_certain(language):
    for message in messages_of(language):
        assert all(texts(message.string)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", LOCALES)
def test_every_translation_has_the_blanks_of_its_sentence(language):
    for message in messages_of(language):
        words = texts(message.string)
        wanted = {blank for one in texts(message.id) for blank in BLANKS.findall(one)}
        for one in words:
            assert set(BLANKS.findall(one)) <= wanted, one
        assert {blank for one in words for blank in BLANKS.findall(one)} == wanted, message.id


def test_every_refusal_has_words_for_people():
    assert {refusal.slug for refusal in all_refusals()} == set(PROBLEMS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("nl", "12.345", id="Dutch groups with points"),
        pytest.param("en", "12,345", id="English groups with commas"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, words):
    assert number_words(12345, language) == words


def test_days_are_written_out():
    day = date(2025, 11, 22)
    assert date_words(day, "nl") == "22 november 2025"
    assert date_words(day, "fr") == "22 novembre 2025"
    assert date_words(day, "de") == "22. November 2025"
    assert date_words(day, "en") == "22 November 2025"
