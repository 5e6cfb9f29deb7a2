# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which column holds what. A suggestion is only ever shown: the importer says which it is."""

from collections.abc import Mapping as Named
from dataclasses import dataclass
from enum import StrEnum

from assembly.archive.rules.table import Part, Table
from assembly.errors import InvalidRequest


class Field(StrEnum):
    """What a resolution of history may have."""

    NUMBER = "number"
    TITLE = "title"
    TEXT = "text"
    OUTCOME = "outcome"
    DATE = "date"
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    CAST = "cast"
    THEME = "theme"


REQUIRED = (Field.NUMBER, Field.TEXT, Field.OUTCOME)
COUNTS = (Field.YES, Field.NO, Field.ABSTAIN)

_WORDS: dict[Field, frozenset[str]] = {
    Field.NUMBER: frozenset({"nr", "nummer", "number", "no.", "n°", "numéro", "id"}),
    Field.TITLE: frozenset({"titel", "title", "titre", "onderwerp", "objet", "betreff"}),
    Field.TEXT: frozenset({"tekst", "text", "texte", "resolutie", "resolution", "résolution"}),
    Field.OUTCOME: frozenset({"uitslag", "outcome", "résultat", "ergebnis", "resultaat", "result"}),
    Field.DATE: frozenset({"datum", "date", "dag", "day", "tag"}),
    Field.YES: frozenset({"ja", "voor", "yes", "oui", "pour", "dafür", "for"}),
    Field.NO: frozenset({"nee", "tegen", "no", "non", "contre", "nein", "dagegen", "against"}),
    Field.ABSTAIN: frozenset({"onthouding", "onthoudingen", "abstain", "abstention", "abstentions"})
    | {"abstained", "enthaltung", "enthaltungen"},
    Field.CAST: frozenset({"uitgebracht", "totaal", "cast", "total", "abgegeben", "gesamt"}),
    Field.THEME: frozenset({"thema", "theme", "thème", "hoofdstuk", "chapter", "chapitre"})
    | {"kapitel"},
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """The part that is read, and the column of each field that it has."""

    part: str
    columns: Named[Field, str]


def suggested(table: Table) -> Mapping:
    """The longest part, and the columns whose heading is the usual word for a field."""
    part = max(table.parts, key=lambda one: len(one.rows))
    found: dict[Field, str] = {}
    for column in part.columns:
        bare = column.rpartition("/")[2].casefold()
        for field, words in _WORDS.items():
            if bare in words and field not in found:
                found[field] = column
                break
    return Mapping(part.name, found)


def sound_mapping(table: Table, part: str, columns: Named[str, str]) -> Mapping:
    """The mapping, or `InvalidRequest` naming each field that cannot be so.

    In JSON a column may be said as a JSON Pointer (RFC 6901) or with dots: `votes.yes`.
    """
    chosen = table.part(part)
    if chosen is None:
        raise _unsound({"part": "the file has no such part"})
    wrong: dict[str, str] = {}
    found: dict[Field, str] = {}
    for name, column in columns.items():
        if not column:
            continue
        known = _known(chosen, column) if name in set(Field) else None
        if known is None:
            wrong[f"columns/{name}"] = "no such field, or no such column"
        elif known in found.values():
            wrong[f"columns/{name}"] = "this column is read as another field already"
        else:
            found[Field(name)] = known
    for field in REQUIRED:
        if field not in found and f"columns/{field}" not in wrong:
            wrong[f"columns/{field}"] = "every resolution has one"
    if wrong:
        raise _unsound(wrong)
    return Mapping(part, found)


def _known(part: Part, column: str) -> str | None:
    dotted = "/" + column.removeprefix("$.").replace(".", "/")
    return next((name for name in (column, dotted) if name in part.columns), None)


def _unsound(wrong: Named[str, str]) -> InvalidRequest:
    return InvalidRequest(
        "The columns cannot be read like this.",
        errors=[{"pointer": f"/{place}", "detail": detail} for place, detail in wrong.items()],
    )
