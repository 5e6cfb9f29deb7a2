# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a text came about in another installation, as the pages here show what came about here."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView, TermsView
from assembly.amendments.rules.lifecycle import Cause, State
from assembly.amendments.written import MergeView, TextView
from assembly.archive.keep import kept_lineages
from assembly.publication.rules.parts import provision_in
from assembly.resolutions.history import VersionLine, VersionView, VersionWords
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.change_document import read_changes, read_edits
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.rules.text import Provision, derived_title


@dataclass(frozen=True, slots=True)
class Lineage:
    """What its file says of how the text came about. It was checked when it came in."""

    of: ResolutionView
    document: Mapping[str, Any]

    @property
    def first_version(self) -> int:
        """The earliest version that everybody may read."""
        return int(self.document["versions"][0]["version"])

    @property
    def lines(self) -> list[VersionLine]:
        """The versions, the first one first."""
        return [_line(one) for one in self.document["versions"]]

    @property
    def terms(self) -> TermsView:
        """Under what terms it was amended."""
        told = self.document["terms"]
        closes_at = told["closes_at"]
        closes = None if closes_at is None else datetime.fromisoformat(closes_at)
        return TermsView(closes, told["supporters_needed"])

    @property
    def order(self) -> tuple[list[int], str | None]:
        """The order of votings that was chosen last, and why; empty where none was."""
        told = self.document["order"]
        return ([], None) if told is None else (told["amendments"], told["because"])

    @property
    def amendments(self) -> list[AmendmentView]:
        """Those that everybody may read, by number."""
        return [_amendment(one, self.of.id) for one in self.document["amendments"]]

    @property
    def authors(self) -> dict[int, tuple[int, str]]:
        """Seat and name of who filed each, by its number."""
        return {
            one["number"]: (one["author"]["seat"], one["author"]["name"])
            for one in self.document["amendments"]
            if one["author"] is not None
        }

    def texts(self, view: AmendmentView) -> list[TextView]:
        """What the amendment asks for, and before it what others were made on."""
        told = next(one for one in self.document["amendments"] if one["number"] == view.number)
        return [
            TextView(
                one["text"],
                one["version"],
                one["on_text"],
                Cause(one["cause"]),
                tuple(read_changes(one["changes"])),
                None,
                view.submitted_at,
            )
            for one in (*told["earlier"], told)
        ]

    @property
    def merges(self) -> list[MergeView]:
        """Which versions were made of amendments."""
        return [
            MergeView(
                one["version"], one["base"], tuple(one["amendments"]), one["spans"], one["undone"]
            )
            for one in self.document["merges"]
        ]

    def version(self, ordinal: int) -> VersionView | None:
        """This version with its words; None where there is none."""
        told = next((one for one in self.document["versions"] if one["version"] == ordinal), None)
        if told is None:
            return None
        line, words = _line(told), self._words(told)
        return VersionView(
            resolution_id=self.of.id,
            ordinal=line.ordinal,
            title=line.title or derived_title(words),
            title_derived=line.title is None,
            digest=line.digest,
            line_width=line.line_width,
            written_at=line.written_at,
            written_as=line.written_as,
            because=line.because,
            provisions=words,
        )

    def words(self, ordinals: Collection[int]) -> dict[int, VersionWords]:
        """The words of these versions; one that there is not is absent."""
        return {
            one["version"]: VersionWords(one["line_width"], self._words(one))
            for one in self.document["versions"]
            if one["version"] in ordinals
        }

    def _words(self, told: Mapping[str, Any]) -> tuple[Provision, ...]:
        pieces: Sequence[Mapping[str, Any]] | None = told["provisions"]
        return self.of.provisions if pieces is None else tuple(map(provision_in, pieces))


async def lineage_of(session: AsyncSession, view: ResolutionView) -> Lineage | None:
    """The one that came in with it, in one statement; None where its file knew none."""
    found = (await kept_lineages(session, [view.id])).get(view.id)
    return None if found is None else Lineage(view, json.loads(found))


def _amendment(told: Mapping[str, Any], resolution_id: UUID) -> AmendmentView:
    decided_at = told["decided_at"]
    return AmendmentView(
        id=uuid5(resolution_id, f"amendment {told['number']}"),  # it has a number, and no id there
        resolution_id=resolution_id,
        number=told["number"],
        amends=told["amends"],
        seat_id=None,
        state=State(told["state"]),
        revision=told["revision"],
        reason=told["reason"],
        because=told["because"],
        fell_to=told["fell_to"],
        submitted_at=datetime.fromisoformat(told["submitted_at"]),
        decided_at=None if decided_at is None else datetime.fromisoformat(decided_at),
        version=told["version"],
        text=told["text"],
        on_text=told["on_text"],
        cause=Cause(told["cause"]),
        edits=tuple(read_edits(told["edits"])),
        changes=tuple(read_changes(told["changes"])),
        credit={},
        conflicts=told["in_conflict"],
        supporters=told["supporters"],
        by_itself=told["by_itself"],
    )


def _line(told: Mapping[str, Any]) -> VersionLine:
    return VersionLine(
        told["version"],
        told["title"],
        told["digest"],
        told["line_width"],
        datetime.fromisoformat(told["written_at"]),
        Hand(told["written_as"]),
        told["because"],
    )
