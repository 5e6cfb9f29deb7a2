# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An amendment goes over to other words than those it was made on, word for word or in conflict."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.hold import NOBODY, note, write_text
from assembly.amendments.models import Amendment
from assembly.amendments.queries import AmendmentView
from assembly.amendments.rules.carry_document import write_conflicts
from assembly.amendments.rules.lifecycle import Cause
from assembly.resolutions.rules.carry import Carried, carry_over
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.text import Provision


def write_carried(
    session: AsyncSession,
    row: Amendment,
    version: int,
    carried: Carried,
    *,
    at: datetime,
    by: str,
    on_text: int | None = None,
    credit: Mapping[Change, Sequence[str]] = NOBODY,
) -> None:
    """What is left of it may be in conflict, or nothing: then it waits.

    What amendments to it brought stays theirs, where the change is in the same provision.
    """
    stuck = bool(carried.conflicts) or not carried.edits
    write_text(
        session,
        row,
        version,
        carried.edits,
        carried.changes,
        cause=Cause.CARRIED,
        at=at,
        by=by,
        on_text=on_text,
        credit=_credited(carried.changes, credit),
        conflicts=write_conflicts(carried.conflicts) if stuck else None,
    )


def _credited(
    changes: Iterable[Change], credit: Mapping[Change, Sequence[str]]
) -> dict[Change, Sequence[str]]:
    """Whose the changes are now: the same change's, else those of its kind in that provision."""
    alike: dict[tuple[type[Change], str], dict[str, None]] = {}
    for change, names in credit.items():
        alike.setdefault((type(change), change.provision), {}).update(dict.fromkeys(names))
    found = {
        one: credit.get(one) or tuple(alike.get((type(one), one.provision), ())) for one in changes
    }
    return {one: names for one, names in found.items() if names}


def carry_one(
    session: AsyncSession,
    rows: Mapping[UUID, Amendment],
    view: AmendmentView,
    old: Sequence[Provision],
    new: Sequence[Provision],
    version: int,
    to_it: Sequence[AmendmentView],
    *,
    at: datetime,
    by: str,
) -> Carried:
    """One amendment to the text with those made to it, from an older version to this one."""
    carried = carry_over(old, new, view.name, view.changes)
    row = rows[view.id]
    write_carried(session, row, version, carried, at=at, by=by, credit=view.credit)
    note(
        session, "carry_over", row, at=at, by=by, version=version, conflicts=len(carried.conflicts)
    )
    if to_it:
        before = text_with(Base(old), view.name, view.changes)
        after = text_with(Base(new), view.name, carried.changes)
        carry_those_to(
            session, row, to_it, rows, version=version, before=before, after=after, at=at, by=by
        )
    return carried


def carry_those_to(
    session: AsyncSession,
    amended: Amendment,
    to_it: Iterable[AmendmentView],
    rows: Mapping[UUID, Amendment],
    *,
    version: int,
    before: Sequence[Provision],
    after: Sequence[Provision],
    at: datetime,
    by: str,
) -> None:
    """Amendments to an amendment stand on its present words: on `after`, where `before` was."""
    for one in to_it:
        moved = carry_over(before, after, one.name, one.changes)
        write_carried(
            session, rows[one.id], version, moved, at=at, by=by, on_text=amended.current_text
        )
