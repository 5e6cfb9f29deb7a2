# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an invitation says: whole sentences in four languages, and nothing that was slipped in."""

import time
from io import BytesIO
from string import Formatter

import pytest
import segno
from pydantic import SecretStr, ValidationError
from pypdf import PdfReader

from assembly.assemblies.rules.naming import LANGUAGES
from assembly.identity.rules.codes import Code, join_link
from assembly.inviting.cards import Card, draw_cards, runs
from assembly.inviting.mail import compose
from assembly.inviting.rules.letter import Guest, html_letter, kept_languages, plain_letter
from assembly.inviting.rules.words import WORDS
from assembly.settings import Settings

HOME = "https://raad.example.org"
CODE = Code("K7QM", "3XR9TW")
NEEDED = {"database_url": "postgresql://x@y/z", "redis_url": "redis://x", "secret_key": "x" * 32}


def guest(name: str = "Jan", *languages: str, assembly: str = "Raad") -> Guest:
    return Guest(7, name, assembly, HOME, languages or ("nl",), {"nl": "9 januari 2027"})


def links(*languages: str) -> dict[str, str]:
    return {one: join_link(HOME, one, CODE) for one in languages or ("nl",)}


def settings(**further: object) -> Settings:
    return Settings.model_validate({**NEEDED, **further})


def test_every_language_says_the_same_things():
    assert set(WORDS) == set(LANGUAGES)
    blanks = [
        {
            name: sorted(
                blank for _, blank, _, _ in Formatter().parse(getattr(words, name)) if blank
            )
            for name in words.__slots__
        }
        for words in WORDS.values()
    ]
    assert all(one == blanks[0] for one in blanks)


def test_the_code_stands_behind_the_sign_that_browsers_keep_to_themselves():
    assert join_link(HOME, "nl", CODE) == f"{HOME}/join#K7QM-3XR-9TW"
    assert join_link(HOME, "fr", CODE) == f"{HOME}/fr/join#K7QM-3XR-9TW"


def test_a_letter_says_who_where_when_and_how():
    text = plain_letter(guest(), CODE.shown(), links())
    for words in ("Dag Jan,", "zetel 7 in Raad, op 9 januari 2027", "raad.example.org/join"):
        assert words in text
    assert f"{HOME}/join#K7QM-3XR-9TW" in text


def test_who_has_no_name_is_called_by_the_seat():
    assert "Dag Zetel 7," in plain_letter(guest(""), CODE.shown(), links())


def test_markup_and_line_ends_in_names_stay_words():
    wild = guest('<img src=x>"\r\nBcc: a@b.c', assembly="A\nSubject: x")
    page = html_letter(wild, CODE.shown(), links())
    assert "<img src=x>" not in page
    told = settings(smtp_url="smtp://localhost", mail_from="Raad <raad@example.org>")
    letter = compose(wild, "jan@example.org", CODE.shown(), links(), told)
    assert letter["Bcc"] is None
    assert letter.get_all("Subject") == ["Je uitnodiging: A Subject: x"]
    assert "\n" not in letter["To"]


def test_a_card_and_a_letter_never_show_their_code_by_accident():
    card = Card(guest(), CODE.shown(), links()["nl"])
    assert CODE.secret not in repr(card)
    assert "3XR" not in repr(card)


def test_runs_are_the_dark_modules_and_no_others():
    matrix = segno.make("https://example.org/join#K7QM-3XR-9TW", micro=False).matrix
    for row in matrix:
        drawn = [0] * len(row)
        for begin, length in runs(row):
            drawn[begin : begin + length] = [1] * length
        assert drawn == list(row)


def test_eight_cards_stand_on_a_sheet():
    cards = [Card(guest(f"Jan {n}"), CODE.shown(), links()["nl"]) for n in range(17)]
    pages = PdfReader(BytesIO(draw_cards(cards))).pages
    assert [page.extract_text().count("K7QM-3XR-9TW") for page in pages] == [8, 8, 1]
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Żółć Šťastná", "Żółć Šťastná", id="Latin with marks"),
        pytest.param("Αλέξανδρος", "Αλέξανδρος", id="Greek"),
        pytest.param("Наталія", "Наталія", id="Cyrillic"),
        pytest.param("日本太郎", "Zetel 7", id="letters the font has not"),
        pytest.param("x" * 200, "x…", id="far too long"),
    ],
)
def test_a_name_is_shown_or_gives_way_to_the_seat(name, shown):
    pdf = draw_cards([Card(guest(name), CODE.shown(), links()["nl"])])
    assert shown in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_hundreds_of_cards_take_seconds():
    cards = [Card(guest(f"Jan {n}"), CODE.shown(), links()["nl"]) for n in range(400)]
    began = time.process_time()
    assert len(draw_cards(cards)) < 2_000_000
    assert time.process_time() - began < 8


def test_languages_are_kept_once_in_the_order_asked_for():
    assert kept_languages(["fr", "nl", "fr", "xx"], "de") == "fr,nl"
    assert kept_languages([], "de") == "de"


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"smtp_url": "smtp://localhost"}, id="a server without a sender"),
        pytest.param({"mail_from": "raad@example.org"}, id="a sender without a server"),
        pytest.param({"smtp_url": "http://x", "mail_from": "a@b.c"}, id="no mail server"),
        pytest.param({"smtp_url": "smtp://x", "mail_from": "nobody"}, id="no address"),
        pytest.param({"smtp_url": "smtp://x", "mail_from": "a@b.c\nBcc: d@e.f"}, id="two lines"),
    ],
)
def test_half_a_mail_server_is_refused_when_the_program_starts(wrong):
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_the_password_of_the_mail_server_is_not_shown():
    told = settings(smtp_url="smtp://me:hush@localhost", mail_from="a@b.c")
    assert told.sends_mail
    assert isinstance(told.smtp_url, SecretStr)
    assert "hush" not in repr(told)
