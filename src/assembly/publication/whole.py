# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that is published of a resolution, for the file that can be brought in elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.follow_up.queries import entries_of
from assembly.publication.came_about import lineages_of
from assembly.publication.corrections import Corrected, corrections_of
from assembly.publication.formats.json_document import correction_document
from assembly.publication.formats.value import PublicResolution, Whole
from assembly.publication.queries import Decision, records_on_amendments
from assembly.publication.rules.elsewhere import entry_document, put_right
from assembly.resolutions.backing import SponsorView, sponsors_of
from assembly.resolutions.history import TranslationView, latest_translations
from assembly.resolutions.rules.outcome import Outcome


async def made_whole(
    session: AsyncSession, decisions: Sequence[Decision], values: Sequence[PublicResolution]
) -> list[PublicResolution]:
    """These values with all that a JSON file carries, in a few statements for all of them."""
    ours = [one.resolution.id for one in decisions if one.elsewhere is None]
    votings = await records_on_amendments(session, ours)
    translations = await latest_translations(session, ours)
    adopted = [one.resolution.id for one in decisions if one.outcome is Outcome.ADOPTED]
    sponsors = await sponsors_of(session, ours, leaving=True)
    lineages = await lineages_of(session, decisions)
    entries = await entries_of(session, adopted)
    changed = [one.resolution.id for one in decisions if one.corrected is not None]
    corrections = await corrections_of(session, changed)
    found = []
    for decision, value in zip(decisions, values, strict=True):
        key = decision.resolution.id
        record = decision.record
        put = _corrections(decision, value, corrections.get(key, ()))
        follow_up = tuple(map(entry_document, entries[key])) if key in entries else None
        whole = Whole(
            record=None if record is None else record.document,
            amendment_votings=tuple(
                {
                    "digest": one.digest,
                    "published_at": one.published_at.isoformat(timespec="seconds"),
                    "record": one.document,
                }
                for one in votings.get(key, ())
                if one.published_at is not None
            ),
            translations=tuple(_translation(one) for one in _public(decision, translations)),
            follow_up=follow_up,
            kept=_kept(decision, value, put),
            corrections=put,
            lineage=lineages.get(key),
            sponsors=tuple(map(sponsor_document, sponsors.get(key, ()))),
        )
        found.append(replace(value, whole=whole))
    return found


def _corrections(
    decision: Decision, value: PublicResolution, found: Sequence[Corrected]
) -> tuple[Mapping[str, Any], ...]:
    """Those of what is in force that were made here, with where they are read."""
    theirs = None if decision.elsewhere is None else decision.elsewhere.document["correction"]
    before = theirs["version"] if theirs else 0
    return tuple(
        correction_document(value.page, one.digest, one.document)
        for one in found
        if one.version > before and one.voting_id == decision.voting_here
    )


def _kept(
    decision: Decision, value: PublicResolution, since: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """What another installation's file says, word for word but for what was corrected here."""
    if decision.elsewhere is None:
        return None
    kept = decision.elsewhere.document
    return put_right(kept, value.assembly, value, since) if since else kept


def sponsor_document(one: SponsorView) -> dict[str, Any]:
    """Who stands behind a resolution, as a file carries it."""
    since = one.since.astimezone(UTC).isoformat()
    return {"number": one.ordinal, "seat": one.seat, "name": one.name, "since": since}


def _public(
    decision: Decision, translations: dict[UUID, list[TranslationView]]
) -> list[TranslationView]:
    """Those that everybody may read."""
    view = decision.resolution
    first = view.public_from or view.version
    return [one for one in translations.get(view.id, ()) if one.version >= first]


def _translation(one: TranslationView) -> dict[str, Any]:
    return {
        "language": one.language,
        "edition": one.edition,
        "version": one.version,
        "title": one.title,
        "provisions": [{"id": part.id, "text": part.text} for part in one.provisions],
    }
