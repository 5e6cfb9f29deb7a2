# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an author wants, and what it comes down to on the present version; nothing is kept here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView
from assembly.errors import ChangesNothing, EmptyText, IllegalMove, InvalidRequest, UnknownVersion
from assembly.resolutions.history import version_view
from assembly.resolutions.rules.align import edits_of
from assembly.resolutions.rules.carry import Carried, carry_over
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.edits import Op, ProvisionEdit, require_no_hidden_marker
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.sound import require_sound_words, sound_text
from assembly.resolutions.rules.text import Provision, has_words, tidy, turns, unseen

LONGEST_REASON = 4_000
_LINES = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an author sends: the `edits`, or the whole `text` as it should read.

    Made on `version` of the resolution, or on the text as amendment `to` would have it.
    """

    version: int
    edits: Sequence[ProvisionEdit] | None = None
    text: Sequence[Provision] | None = None
    to: int | None = None
    reason: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What an author asks for: the edits, and what they come down to on the present version."""

    edits: Sequence[ProvisionEdit]
    carried: Carried


def sound_reason_for(reason: str | None) -> str | None:
    """The author's reason as it will be kept; none where there are no words.

    Refuses one that is too long, or holds what nobody can read (`InvalidRequest`).
    """
    sound = "\n".join(map(tidy, _LINES.split(reason or ""))).strip()
    if len(sound) > LONGEST_REASON or any(map(unseen, sound.split("\n"))) or turns(sound):
        raise InvalidRequest(
            f"A reason has at most {LONGEST_REASON} characters, all of them readable.",
            errors=[{"pointer": "/reason", "detail": "at most 4000 readable characters"}],
        )
    return sound or None


async def what_is_asked(
    session: AsyncSession,
    resolution_id: UUID,
    current: int,
    wanted: Wanted,
    parent: AmendmentView | None,
) -> Made:
    """What is asked for, on the present version; nothing is kept. Refuses what nobody could do.

    An amendment to an amendment is made on the present version only (`IllegalMove` else).
    """
    if not 0 < wanted.version <= current:
        raise UnknownVersion(
            "The resolution has no such version.", version=wanted.version, current=current
        )
    if parent is not None and wanted.version != current:
        raise IllegalMove(
            "The amendment stands on another version by now; read it again.", current=current
        )
    sound_reason_for(wanted.reason)
    present = await version_view(session, resolution_id, current)
    read = present
    if wanted.version != current:
        read = await version_view(session, resolution_id, wanted.version)
    text: Sequence[Provision] = read.provisions
    if parent is not None:
        text = text_with(Base(present.provisions), parent.name, parent.changes)
    edits = sound_edits(text, wanted)
    changes = find_changes(Base(text), edits)
    if not text_with(Base(text), "A", changes):
        raise EmptyText("This amendment would leave no words of the text: vote against it instead.")
    if parent is not None or read is present:
        return Made(edits, Carried(tuple(edits), tuple(changes), ()))
    carried = carry_over(read.provisions, present.provisions, "A", changes)
    if not carried.edits and not carried.conflicts:
        raise ChangesNothing("The present version says already what this amendment asks for.")
    return Made(edits, carried)


def sound_edits(text: Sequence[Provision], wanted: Wanted) -> list[ProvisionEdit]:
    """The edits as they may be kept, found by comparing where the whole text was sent."""
    if (wanted.edits is None) == (wanted.text is None):
        raise InvalidRequest(
            "Send either edits or the whole text.",
            errors=[{"pointer": "/edits", "detail": "either this or text"}],
        )
    if wanted.text is not None:
        edits = edits_of(text, sound_text(wanted.text, {one.text for one in text}))
        if not edits:
            raise ChangesNothing("This is the text as it stands.")
        return edits
    found = list(wanted.edits or ())
    for place, edit in enumerate(found, start=1):
        if edit.op is not Op.DELETE:
            if not has_words(edit.text):
                raise EmptyText(f"Edit {place} has no words.", edit=place)
            require_sound_words(edit.text, place)
            require_sound_words(edit.marker or "", place, "marker")
    require_no_hidden_marker(Base(text), found)
    return found
