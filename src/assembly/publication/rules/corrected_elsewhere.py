# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Corrections that another installation's file carries, read and checked: a chain of digests.

Each names the version it corrects, by number and digest; the first one the record of the voting, or
the source that history was read from. Each is worked out again from the one before it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from assembly.errors import FileAltered, FileNotUnderstood
from assembly.follow_up.rules.dossier import today_in
from assembly.publication.formats.json_document import correction_document
from assembly.publication.formats.value import Correction, PublicAssembly, SourceCounts
from assembly.publication.rules.correction import (
    Facts,
    Place,
    corrected,
    differences,
    read_facts,
    write_correction,
)
from assembly.publication.rules.parts import (
    LARGEST,
    count_in,
    day_in,
    digest_in,
    moment_in,
    whole_in,
    words_in,
)
from assembly.publication.rules.record import record_digest
from assembly.resolutions.rules.reason import LONGEST_REASON

Documents = tuple[Mapping[str, Any], ...]


def corrections_in(document: Mapping[str, Any], assembly: PublicAssembly) -> Documents | None:
    """Every correction of a resolution, the first one first; None in a file that knew none.

    Refuses one that does not have its digest, does not follow from the one before it, or that
    nobody could have made (`FileAltered`, `FileNotUnderstood`, and what `corrected` refuses).
    """
    if "corrections" not in document:
        return None
    voting, source = document["voting"], document["source"]
    digest = digest_in((source if voting is None else voting)["digest"])
    before: tuple[int, Facts] | None = None
    for one in document["corrections"]:
        told = one["document"]
        version = whole_in(told["version"])
        if before is not None and version != before[0] + 1:
            raise FileAltered("A correction is missing.", what="corrections")
        place = Place(assembly.slug, whole_in(document["number"]), version - 1, digest)
        facts = _facts_after(told, place, before and before[1], assembly, voted=voting is not None)
        digest = digest_in(one["digest"])
        if record_digest(told) != digest:
            raise FileAltered("A correction does not have its digest.", what="corrections")
        page = _page(one["record"], version)
        if correction_document(page, digest, told) != one:
            raise FileNotUnderstood("a correction has another form.")
        before = version, facts
    if (before is None) is not (document["correction"] is None):
        raise FileAltered("correction does not fit with the rest.", what="correction")
    return tuple(document["corrections"])


def correction_in(document: Mapping[str, Any], corrections: Documents | None) -> Correction | None:
    """The latest one, as every format tells of it.

    Where a file knew none but the latest, the day and the counts beside it are those that it gave.
    """
    told, counts = document["correction"], document["source_counts"]
    if told is None:
        return None
    if corrections:
        return latest_of(corrections)
    history, note = document["source"] is not None, told["note"]
    given = counts is not None and history
    return Correction(
        version=whole_in(told["version"]),
        corrected_at=moment_in(told["corrected_at"]),
        because=words_in(told["because"], LARGEST),
        note=None if note is None else words_in(note, LARGEST),
        decided_on=day_in(document["decided_on"]) if history else None,
        counts=SourceCounts(*(count_in(counts[name]) for name in ("yes", "no", "abstain")))
        if given
        else None,
    )


def latest_of(corrections: Sequence[Mapping[str, Any]]) -> Correction:
    """The last of these, as every format tells of it."""
    told = corrections[-1]["document"]
    facts = read_facts(told["facts"])
    given = facts.counts
    return Correction(
        version=told["version"],
        corrected_at=moment_in(told["corrected_at"]),
        because=told["because"],
        note=facts.note,
        decided_on=facts.decided_on,
        counts=None if given is None else SourceCounts(given.yes, given.no, given.abstain),
    )


def require_told(
    corrections: Documents | None, title: str | None, outcome: object, what: str = "correction"
) -> None:
    """The title and the outcome that everybody reads are those of the latest correction."""
    if corrections:
        facts = read_facts(corrections[-1]["document"]["facts"])
        if (facts.title, facts.outcome) != (title, outcome):
            raise FileAltered(f"{what} does not fit with the rest.", what=what)


def _facts_after(
    told: Mapping[str, Any],
    place: Place,
    before: Facts | None,
    assembly: PublicAssembly,
    *,
    voted: bool,
) -> Facts:
    """What the correction says, worked out again from what was said before it."""
    was, after, at = read_facts(told["before"]), read_facts(told["facts"]), told["corrected_at"]
    if before is not None and was != before:
        raise FileAltered("A correction does not follow the one before it.", what="corrections")
    because, moment = words_in(told["because"], LONGEST_REASON), moment_in(at)
    changes = {one.field: one.after for one in differences(was, after)}
    sound = corrected(was, changes, held_here=voted, today=today_in(assembly.time_zone, moment))
    if sound != after or write_correction(place, was, after, because, moment) != told:
        raise FileAltered("A correction does not fit with the rest.", what="corrections")
    return after


def _page(record: object, version: int) -> str:
    """The page of the resolution where the correction is read."""
    address = words_in(record, 2000)
    page = address.removesuffix(f"/records/{version}")
    if page == address or urlsplit(page).scheme not in {"http", "https"}:
        raise FileNotUnderstood("the address of a correction is none on the web.")
    return page
