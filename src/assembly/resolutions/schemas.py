# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: writing a resolution, its sponsors and its translations."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from assembly.api.schema import Schema
from assembly.assemblies.rules.naming import Language
from assembly.assemblies.schemas import SeatNumber
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.sound import LONGEST_PROVISION, MOST_PROVISIONS
from assembly.resolutions.rules.text import DEEPEST, Kind, Provision
from assembly.resolutions.rules.translation import Translated


class ProvisionIn(Schema):
    """One numbered piece of text."""

    kind: Literal["paragraph", "item"] = "paragraph"
    marker: str = Field("", max_length=12, description="What stands before an item, such as `a.`")
    text: str = Field(max_length=LONGEST_PROVISION)
    level: int = Field(0, ge=0, le=DEEPEST, description="How deep an item is nested, from 0")
    id: str = Field("", max_length=40, description="Its name in the version before, to keep it")

    def value(self) -> Provision:
        """As the rules know it."""
        return Provision(Kind(self.kind), self.marker, self.text, self.level, self.id)


class WriteResolution(Schema):
    """A text to be written: a title where there is one, and its provisions in order."""

    title: str | None = Field(None, max_length=300)
    provisions: list[ProvisionIn] = Field(max_length=MOST_PROVISIONS)


class DraftResolution(WriteResolution):
    """A text to be drafted, in the language it is decided in, which never changes afterwards."""

    language: Language | None = Field(None, description="Else the assembly's")
    id: UUID | None = Field(None, description="Drawn by you: sent again, it is drafted once")


class ReturnProposal(Schema):
    """Why a proposal goes back to its sponsors."""

    because: str = Field(max_length=2000, description="10 to 1000 characters")


class NameSponsor(Schema):
    """A seat, or a body from outside the assembly by its name."""

    seat: SeatNumber | None = None
    body: str | None = Field(None, max_length=200)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.seat is None) == (self.body is None):
            message = "name a seat or a body"
            raise ValueError(message)
        return self


class SponsorOut(Schema):
    """A sponsor in force. `seat` is null for a body from outside."""

    ordinal: int
    seat: int | None
    name: str
    since: datetime


class SponsorsOut(Schema):
    """Who stands behind a resolution now, in the order of joining."""

    items: list[SponsorOut]


class TranslatedIn(Schema):
    """The words of one provision; marker and level are those of the text."""

    id: str = Field(min_length=1, max_length=40)
    text: str = Field(max_length=LONGEST_PROVISION)

    def value(self) -> Translated:
        """As the rules know it."""
        return Translated(self.id, self.text)


class WriteTranslation(Schema):
    """A translation of one version: its title, and every provision by its name."""

    version: int = Field(ge=1, le=2**31 - 1)
    title: str | None = Field(None, max_length=300)
    provisions: list[TranslatedIn] = Field(max_length=MOST_PROVISIONS)


class TranslationWritten(Schema):
    """Which edition stands there now; it is the ETag."""

    number: int
    language: str
    version: int
    edition: int


class DraftLine(Schema):
    """A resolution that one writes in, without its words. `returned_because` says what to mend."""

    number: int
    title: str | None
    language: str
    state: State
    revision: int
    version: int
    is_proposal: bool
    drafted_at: datetime
    returned_because: str | None
    sponsors: list[SponsorOut]


class Drafts(Schema):
    """The latest first."""

    items: list[DraftLine]


class Drafted(Schema):
    """Where a resolution stands after it was written or moved. `revision` is its ETag."""

    number: int
    state: str
    revision: int
    version: int
