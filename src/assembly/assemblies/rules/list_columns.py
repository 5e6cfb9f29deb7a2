# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column of a list of people is which: the words that people write above them."""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a list may say of a person."""

    NUMBER = "number"
    NAME = "name"
    WEIGHT = "weight"
    COLLEGE = "college"
    EMAIL = "email"


GIVEN, FAMILY = "given", "family"
"""Two columns that together are the name."""

_WORDS: Mapping[str, str] = {
    Column.NUMBER: "number no nr nummer numero n seat seatnumber seatno zetel zetelnummer zetelnr "
    "stoel siege numerodesiege ndesiege nosiege place sitz sitznummer sitznr platz platznummer",
    Column.NAME: "name fullname naam volledigenaam naamenvoornaam voornaamennaam nom nomcomplet "
    "nometprenom prenometnom vollername vornameundname vorundnachname person persoon personne "
    "participant deelnemer teilnehmer lid member membre mitglied",
    GIVEN: "voornaam prenom vorname firstname givenname rufname",
    FAMILY: "achternaam familienaam nomdefamille nachname familienname lastname surname familyname",
    Column.WEIGHT: "weight gewicht stemgewicht poids ponderation stimmgewicht gewichtung shares "
    "aandelen parts anteile stemmen voix stimmen votes",
    Column.COLLEGE: "college kiescollege groep taalgroep groupe groupelinguistique gruppe "
    "sprachgruppe kollegium group languagegroup",
    Column.EMAIL: "email mail emailadres mailadres adressemail adresseemail courriel "
    "adressecourriel adresseelectronique emailadresse mailadresse emailaddress mailaddress",
}
_MEANS = {word: column for column, words in _WORDS.items() for word in words.split()}


def plain(words: str) -> str:
    """Small letters and digits only, without accents: `N° de siège` is `ndesiege`."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if sign.isalnum() and sign.isascii())


def columns_of(header: Sequence[str]) -> tuple[dict[str, int], list[str], list[str]]:
    """Where each column is; the headings that mean nothing here; and those that come twice.

    `Nom` beside `Prénom` is a family name.
    """
    found: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, words in enumerate(header):
        meant = _MEANS.get(plain(words))
        if meant is None:
            unknown.extend([words.strip()] if words.strip() else [])
        elif meant in found:
            twice.append(words.strip())
        else:
            found[meant] = place
    if GIVEN in found and FAMILY not in found and Column.NAME in found:
        found[FAMILY] = found.pop(Column.NAME)
    return found, unknown, twice


def is_header(row: Sequence[str]) -> bool:
    """Whether it names the people: without a column of names there is no list."""
    found, _, _ = columns_of(row)
    return Column.NAME in found or FAMILY in found or (Column.NUMBER in found and len(found) > 1)
