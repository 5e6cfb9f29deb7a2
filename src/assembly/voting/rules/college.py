# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Colleges: parts of an assembly, such as language groups, whose votes are also counted apart.

Every elector belongs to at most one college, so that together they are never more than the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from assembly.errors import ImpossibleCounts
from assembly.voting.rules.exact import Exact
from assembly.voting.rules.majority import Roll
from assembly.voting.rules.sound import require_sound
from assembly.voting.rules.tally import Tally


@dataclass(frozen=True, slots=True)
class College:
    """The counts of one college and its part of the roll, in the unit of the whole."""

    tally: Tally
    roll: Roll


def check_colleges(tally: Tally, roll: Roll, colleges: Mapping[str, College]) -> None:
    """Nothing where the colleges fit into the whole; else `ImpossibleCounts` names what does not.

    They need not add up to the whole: somebody may belong to none.
    """
    for college in colleges.values():
        require_sound(college.tally, college.roll)
    for count in fields(Tally):
        _require_room(
            count.name,
            getattr(tally, count.name),
            [getattr(college.tally, count.name) for college in colleges.values()],
        )
    for name in ("entitled", "present"):
        known = [getattr(college.roll, name) for college in colleges.values()]
        _require_room(name, getattr(roll, name), [part for part in known if part is not None])


def _require_room(what: str, whole: Exact | None, parts: list[Exact]) -> None:
    if whole is not None and sum(parts) > whole:
        raise ImpossibleCounts(
            f"The colleges together have more than the whole: {what} {sum(parts)} of {whole}.",
            what=f"colleges.{what}",
        )
