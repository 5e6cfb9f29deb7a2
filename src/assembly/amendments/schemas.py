# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: writing amendments, judging them, settling conflicts, choosing an order."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from assembly.amendments.file import MOST_AMENDMENTS
from assembly.amendments.judge import MOST_SUPPORTERS
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.settle import Settled
from assembly.amendments.wanted import LONGEST_REASON, Wanted
from assembly.api.schema import Schema
from assembly.database import LARGEST
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.sound import LONGEST_PROVISION, MOST_PROVISIONS
from assembly.resolutions.rules.text import DEEPEST, Kind
from assembly.resolutions.schemas import ProvisionIn, WriteResolution

LONGEST_ID = 80


class EditIn(Schema):
    """One edit. `insert_after` without a provision inserts at the beginning."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"text", "marker"})

    op: Op
    provision: str | None = Field(None, max_length=LONGEST_ID)
    text: str = Field("", description=f"At most {LONGEST_PROVISION} characters")
    kind: Kind | None = None
    marker: str | None = Field(None, description="At most 12 characters")
    level: int | None = Field(None, ge=0, le=DEEPEST)

    def value(self) -> ProvisionEdit:
        """As the rules know it."""
        return ProvisionEdit(self.op, self.provision, self.text, self.kind, self.marker, self.level)


class WriteAmendment(Schema):
    """What is to be changed in `version`: the edits, or the whole text as it should read."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"reason"})

    version: int = Field(ge=1, le=LARGEST, description="The version that was read")
    edits: list[EditIn] | None = Field(None, max_length=MOST_PROVISIONS)
    text: list[ProvisionIn] | None = Field(None, max_length=MOST_PROVISIONS)
    reason: str | None = Field(None, max_length=2 * LONGEST_REASON)

    def wanted(self, to: int | None = None, drawn: UUID | None = None) -> Wanted:
        """As the verb knows it."""
        return Wanted(
            version=self.version,
            edits=None if self.edits is None else [edit.value() for edit in self.edits],
            text=None if self.text is None else [one.value() for one in self.text],
            to=to,
            reason=self.reason,
            id=drawn,
        )


class FileAmendment(WriteAmendment):
    """An amendment to the text, or `to` another amendment: to the text as that one wants it."""

    to: int | None = Field(None, ge=1, le=LARGEST, description="The number of another amendment")
    id: UUID | None = Field(None, description="Drawn by you: sent again, it is filed once")


class JudgeAmendment(Schema):
    """Why an amendment is not admissible. Everybody may read it."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str = Field(max_length=8000, description="10 to 1000 characters")


class AmendmentTerms(Schema):
    """Until when a text may be amended, and how many must support an amendment."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"closes_at"})

    closes_at: str | None = Field(
        None, max_length=40, description="RFC 3339 with an offset, or on the assembly's wall"
    )
    supporters_needed: int = Field(0, ge=0, le=MOST_SUPPORTERS)


class RenewText(WriteResolution):
    """A further version of a text on the table, and why. Everybody may read it."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    because: str = Field(max_length=8000, description="10 to 1000 characters")


class ChooseOrder(Schema):
    """Every amendment that is to be voted on, in another order, and why."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because"})

    amendments: list[int] = Field(max_length=MOST_AMENDMENTS)
    because: str = Field(max_length=8000, description="10 to 1000 characters")


class SettleConflict(Schema):
    """A conflict as the plan shows it; the amendment to `prefer`, a third `text` or `delete`."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"because", "text"})

    amendments: list[int] = Field(min_length=2, max_length=MOST_AMENDMENTS)
    provision: str = Field(max_length=LONGEST_ID)
    start: int = Field(ge=0, le=LARGEST)
    end: int = Field(ge=0, le=LARGEST)
    prefer: int | None = Field(None, ge=1, le=LARGEST)
    text: str | None = Field(None, max_length=LONGEST_PROVISION)
    because: str | None = Field(None, max_length=8000)
    delete: bool = Field(default=False, description="The words go, and none stand in their place")

    def value(self) -> Settled:
        """As the verb knows it."""
        return Settled(
            amendments=self.amendments,
            provision=self.provision,
            start=self.start,
            end=self.end,
            prefer=self.prefer,
            text=self.text,
            because=self.because,
            delete=self.delete,
        )


class Amended(Schema):
    """Where an amendment stands after it was written or moved. `revision` is its ETag."""

    number: int
    state: State
    revision: int
    in_conflict: bool


class Supported(Schema):
    """How many seats support an amendment now, apart from its author."""

    number: int
    supporters: int


class SettledOut(Schema):
    """A conflict that was settled: the base text's words, and what stands in their place."""

    version: int
    amendments: list[int]
    provision: str
    words: str
    prefer: int | None
    text: str | None
