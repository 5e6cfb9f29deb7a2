# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From decisions to wire shapes: one function a shape, used by every answer that shows it."""

from typing import Any

from assembly.archive.queries import SourceView
from assembly.assemblies.models import Assembly
from assembly.publication.queries import Decision, Totals
from assembly.publication.schemas import (
    AssemblyPage,
    ProvisionOut,
    ResolutionOut,
    SourceOut,
    TallyOut,
    TotalsOut,
    VerdictOut,
)


def assembly_page(assembly: Assembly, totals: Totals) -> AssemblyPage:
    """An assembly with its totals."""
    return AssemblyPage(
        slug=assembly.slug,
        name=assembly.name,
        language=assembly.language,
        time_zone=assembly.time_zone,
        held_on=assembly.held_on,
        is_imported=assembly.is_imported,
        is_rehearsal=assembly.is_rehearsal,
        proxies_per_holder=assembly.proxies_per_holder,
        resolutions=TotalsOut(
            total=totals.total,
            adopted=totals.adopted,
            not_adopted=totals.not_adopted,
            pending=totals.pending,
        ),
    )


def resolution_out(
    decision: Decision, assembly: Assembly, source: SourceView | None
) -> ResolutionOut:
    """A resolution with its outcome in the assembly's own words, and where to read on."""
    view, record = decision.resolution, decision.record
    here = f"/api/v1/assemblies/{assembly.slug}/resolutions/{view.number}"
    links = {"self": here, "page": f"/assemblies/{assembly.slug}/resolutions/{view.number}"}
    document = record.document if record else None
    if document:
        voting = document["voting"]["id"]
        links |= {
            "result": f"/api/v1/votings/{voting}/result",
            "box": f"/api/v1/votings/{voting}/box",
            "roll": f"/api/v1/votings/{voting}/roll",
            "bundle": f"/api/v1/votings/{voting}/bundle",
        }
    return ResolutionOut(
        number=view.number,
        title=view.title,
        title_derived=view.title_derived,
        text=view.text,
        provisions=[ProvisionOut.model_validate(provision) for provision in view.provisions],
        language=view.language,
        state=view.state,
        revision=view.revision,
        version=view.version,
        digest=view.digest,
        outcome=decision.outcome,
        outcome_label=decision.outcome.label(assembly.language) if decision.outcome else None,
        counts_recorded=document is not None,
        tally=TallyOut(**document["tally"]) if document else None,
        verdict=verdict_out(document) if document else None,
        sentences=document["sentences"] if document else None,
        voting=document["voting"]["id"] if document else None,
        record_digest=record.digest if record else None,
        source=_source(decision, source),
        links=links,
    )


def verdict_out(document: dict[str, Any]) -> VerdictOut:
    """The record's verdict; one of format 1 had integers, no quorum and no colleges."""
    verdict = document["verdict"]
    numbers = ("base", "needed_yes", "margin")
    return VerdictOut(
        outcome=verdict["outcome"],
        ground=verdict["ground"],
        quorum=verdict.get("quorum"),
        colleges=verdict.get("colleges") or {},
        **{key: None if verdict[key] is None else str(verdict[key]) for key in numbers},
    )


def _source(decision: Decision, source: SourceView | None) -> SourceOut | None:
    view = decision.resolution
    if source is None or view.first_line is None or view.last_line is None:
        return None
    return SourceOut(
        file=source.file,
        digest=source.digest,
        first_line=view.first_line,
        last_line=view.last_line,
        importer=source.importer,
        imported_at=source.imported_at,
    )
