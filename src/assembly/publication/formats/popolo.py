# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Popolo (popoloproject.com): motions with their vote events, for those who follow parliaments.

A file of one is a motion; a file of many is an object of `organizations` and `motions`. A vote
event of history has the counts that its source gives, and no others. Nobody's vote is in it.
"""

from collections.abc import Sequence
from typing import Any

from assembly.publication.formats.json_document import dumps
from assembly.publication.formats.value import PublicAssembly, PublicResolution, VotingFacts
from assembly.publication.formats.words import place_of
from assembly.resolutions.rules.outcome import Outcome

RESULTS = {Outcome.ADOPTED: "pass", Outcome.NOT_ADOPTED: "fail"}


def motion_of(one: PublicResolution) -> dict[str, Any]:
    """The resolution as a motion."""
    sources = [{"url": one.page, "note": one.label}]
    if one.source is not None:
        note = f"{place_of(one)}, sha-256 {one.source.digest}"
        sources.append({"url": f"{one.page}#source", "note": note})
    return {
        "id": one.id,
        "identifier": str(one.number),
        "organization_id": one.assembly.slug,
        "legislative_session": _session(one),
        "classification": "resolution",
        "text": one.text,
        "requirement": None if one.voting is None else one.voting.requirement,
        "result": RESULTS[one.outcome],
        "updated_at": one.changed_at.isoformat(timespec="seconds"),
        "sources": sources,
        "vote_events": [_event(one, one.voting)],
    }


def _session(one: PublicResolution) -> dict[str, Any]:
    day = None if one.decided_on is None else one.decided_on.isoformat()
    return {"name": one.assembly.name, "start_date": day, "end_date": day}


def _event(one: PublicResolution, voting: VotingFacts | None) -> dict[str, Any]:
    event: dict[str, Any] = {
        "motion_id": one.id,
        "organization_id": one.assembly.slug,
        "result": RESULTS[one.outcome],
    }
    if voting is None:
        return {"id": f"{one.id}-outcome", **event, **_source_counts(one)}
    secret = voting.secrecy == "secret"
    counts = (("yes", voting.counts.yes), ("no", voting.counts.no))
    others = (
        ("abstain", voting.counts.abstain),
        ("blank", voting.counts.blank),
        ("invalid", voting.counts.invalid),
        ("not voting", voting.entitled - voting.turnout),
    )
    return {
        "id": voting.id,
        **event,
        "classification": "secret ballot" if secret else "roll call",
        "start_date": voting.opened_at,
        "end_date": voting.closed_at,
        "counts": [{"option": option, "value": value} for option, value in (*counts, *others)],
    }


def _source_counts(one: PublicResolution) -> dict[str, Any]:
    given = one.source_counts
    if given is None:
        return {}
    options = (("yes", given.yes), ("no", given.no), ("abstain", given.abstain))
    counts = [{"option": option, "value": value} for option, value in options if value is not None]
    return {"counts": counts}


def motion_document(resolution: PublicResolution) -> bytes:
    """One motion."""
    return (dumps(motion_of(resolution)) + "\n").encode()


class PopoloDocument:
    """Writes motions one a line; organizations come last, when all of them are known."""

    def __init__(self, assembly: PublicAssembly | None, at: str) -> None:
        self.about = (assembly, at)
        self._organizations: dict[str, PublicAssembly] = {}
        self._begun = False

    def begin(self) -> bytes:
        """Motions come first."""
        return b'{"motions":['

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """One line each."""
        lines = []
        for one in resolutions:
            self._organizations.setdefault(one.assembly.slug, one.assembly)
            lines.append(("," if self._begun else "") + "\n" + dumps(motion_of(one)))
            self._begun = True
        return "".join(lines).encode()

    def end(self) -> bytes:
        """Who decided them."""
        organizations = [
            {"id": one.slug, "name": one.name, "sources": [{"url": one.page}]}
            for one in self._organizations.values()
        ]
        return (f'\n],"organizations":{dumps(organizations)}' + "}\n").encode()
