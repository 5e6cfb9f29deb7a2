# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How texts came about, as far as everybody may read it, for the file that leaves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.planned import orders_among
from assembly.amendments.queries import (
    AmendmentView,
    TermsView,
    amendments_among,
    terms_among,
)
from assembly.amendments.rules.lifecycle import PUBLIC_STATES
from assembly.amendments.written import MergeView, TextView, merges_among, texts_among
from assembly.archive.keep import kept_lineages
from assembly.assemblies.queries import names_leaving
from assembly.publication.queries import Decision
from assembly.publication.rules.lineage import version_document
from assembly.resolutions.history import VersionLine, public_versions
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.change_document import write_changes, write_edits
from assembly.resolutions.rules.text import Provision


async def lineages_of(
    session: AsyncSession, decisions: Sequence[Decision]
) -> dict[UUID, dict[str, Any]]:
    """Of each that a voting decided, in as many statements for many as for one.

    What was decided elsewhere has the one that came with it, if one did; history has none.
    """
    theirs = [one.resolution.id for one in decisions if one.elsewhere is not None]
    kept = await kept_lineages(session, theirs)
    ours = {
        one.resolution.id: one.resolution for one in decisions if one.resolution.source_id is None
    }
    versions = await public_versions(session, list(ours))
    amended = await _amended(session, list(ours))
    return {key: json.loads(words) for key, words in kept.items()} | {
        key: {"versions": _versions(view, versions[key])} | amended.document(key)
        for key, view in ours.items()
    }


@dataclass(frozen=True, slots=True)
class _Amended:
    """What there is to tell of amendments to some texts, by resolution."""

    amendments: Mapping[UUID, Sequence[AmendmentView]]
    authors: Mapping[UUID, tuple[int, str]]
    earlier: Mapping[UUID, Sequence[TextView]]
    merges: Mapping[UUID, Sequence[MergeView]]
    terms: Mapping[UUID, TermsView]
    orders: Mapping[UUID, tuple[Sequence[int], str]]

    def document(self, key: UUID) -> dict[str, Any]:
        """Of this one."""
        found = self.amendments.get(key, ())
        terms, order = self.terms.get(key, TermsView(None, 0)), self.orders.get(key)
        closes_at = terms.closes_at
        return {
            "terms": {
                "closes_at": None if closes_at is None else _instant(closes_at),
                "supporters_needed": terms.supporters_needed,
            },
            "order": None if order is None else {"amendments": list(order[0]), "because": order[1]},
            "amendments": [self._amendment(one, found) for one in found],
            "merges": [
                {
                    "version": one.version,
                    "base": one.base,
                    "amendments": list(one.amendments),
                    "spans": one.spans,
                    "undone": one.undone,
                }
                for one in self.merges.get(key, ())
            ],
        }

    def _amendment(self, view: AmendmentView, every: Sequence[AmendmentView]) -> dict[str, Any]:
        author = None if view.seat_id is None else self.authors[view.seat_id]
        stood_on = {one.on_text for one in every if one.amends == view.number} - {view.text}
        return {
            "number": view.number,
            "amends": view.amends,
            "state": view.state.value,
            "revision": view.revision,
            "author": None if author is None else {"seat": author[0], "name": author[1]},
            "reason": view.reason,
            "because": view.because,
            "fell_to": view.fell_to,
            "supporters": view.supporters,
            "by_itself": view.by_itself,
            "submitted_at": _instant(view.submitted_at),
            "decided_at": None if view.decided_at is None else _instant(view.decided_at),
            "in_conflict": view.conflicts,
            "edits": write_edits(view.edits),
            **_text(view.text, view),
            "earlier": [
                _text(one.ordinal, one)
                for one in self.earlier.get(view.id, ())
                if one.ordinal in stood_on
            ],
        }


async def _amended(session: AsyncSession, resolutions: Sequence[UUID]) -> _Amended:
    """In a few statements, where somebody amended anything; else in two."""
    every = await amendments_among(session, resolutions)
    public = {
        key: [one for one in found if one.state in PUBLIC_STATES] for key, found in every.items()
    }
    shown = [one for found in public.values() for one in found]
    amended = {(one.resolution_id, one.amends) for one in shown}
    parents = [one.id for one in shown if (one.resolution_id, one.number) in amended]
    return _Amended(
        public,
        await names_leaving(session, [one.seat_id for one in shown if one.seat_id]),
        await texts_among(session, parents),
        await merges_among(session, list(every)) if every else {},
        await terms_among(session, resolutions),
        await orders_among(session, list(every)) if every else {},
    )


def _text(ordinal: int, of: AmendmentView | TextView) -> dict[str, Any]:
    """What an amendment asks for at one time, as it was found then."""
    return {
        "text": ordinal,
        "version": of.version,
        "on_text": of.on_text,
        "cause": of.cause.value,
        "changes": write_changes(of.changes),
    }


def _versions(
    view: ResolutionView, versions: Sequence[tuple[VersionLine, tuple[Provision, ...]]]
) -> list[dict[str, Any]]:
    return [
        version_document(
            line.ordinal,
            line.title,
            view.language,
            line.digest,
            line.line_width,
            _instant(line.written_at),
            line.written_as.value,
            line.because,
            None if line.ordinal == view.version else words,
        )
        for line, words in versions
    ]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
