# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From decisions to wire shapes: one function a shape, used by every answer that shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assembly.archive.queries import FactsView, SourceView, said
from assembly.assemblies.models import Assembly
from assembly.publication.corrections import Corrected
from assembly.publication.queries import Decision, Totals
from assembly.publication.record_versions import RecordVersion
from assembly.publication.rules.correction import Facts
from assembly.publication.schemas import (
    AssemblyPage,
    CorrectedOut,
    ElsewhereOut,
    FactsOut,
    GivenOut,
    OriginOut,
    ProvisionOut,
    RecordVersionOut,
    ResolutionOut,
    ReturnedOut,
    SourceAnswerOut,
    SourceFactsOut,
    SourceOut,
    TallyOut,
    ThemeLineOut,
    TotalsOut,
    TranslationLineOut,
    VerdictOut,
)
from assembly.resolutions.rules.lines import Line, first_lines, printed_lines
from assembly.resolutions.rules.text import Provision
from assembly.resolutions.schemas import SponsorOut
from assembly.themes.rules.theme import Theme
from assembly.themes.schemas import Labels


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
        participants_propose=assembly.participants_propose,
        roll_call_names=assembly.roll_call_names,
        resolutions=TotalsOut(
            total=totals.total,
            adopted=totals.adopted,
            not_adopted=totals.not_adopted,
            pending=totals.pending,
        ),
    )


def resolution_out(
    decision: Decision,
    assembly: Assembly,
    source: SourceView | None,
    origin: OriginOut | None = None,
) -> ResolutionOut:
    """A resolution with its outcome in the assembly's own words, and where to read on."""
    view, record = decision.resolution, decision.record
    here = f"/api/v1/assemblies/{assembly.slug}/resolutions/{view.number}"
    links = {"self": here, "page": f"/assemblies/{assembly.slug}/resolutions/{view.number}"}
    links |= {"versions": f"{here}/versions", "print": f"{links['page']}/print"}
    if decision.outcome is not None:
        links["records"] = f"{here}/records"
    document = record.document if record else None
    theirs = decision.elsewhere
    if (voting := decision.voting_here) is not None:
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
        provisions=provisions_out(view.provisions, printed_lines(view.provisions, view.line_width)),
        language=view.language,
        state=view.state,
        revision=view.revision,
        version=view.version,
        digest=view.digest,
        outcome=decision.outcome,
        outcome_label=decision.outcome.label(assembly.language) if decision.outcome else None,
        counts_recorded=decision.counts_recorded,
        tally=TallyOut(**document["tally"]) if document else None,
        verdict=verdict_out(document) if document else None,
        sentences=document["sentences"] if document else None,
        voting=decision.voting_here,
        record_digest=record.digest if record else None,
        source=_source(decision, source),
        corrected=None if decision.corrected is None else corrected_out(decision.corrected, here),
        elsewhere=None
        if theirs is None
        else ElsewhereOut(
            page=theirs.page,
            bundle=theirs.bundle,
            published_at=datetime.fromisoformat(theirs.document["published_at"]),
            voting=decision.voting,
            checked=document is not None,
            source=theirs.source,
        ),
        origin=origin,
        is_proposal=view.is_proposal,
        sponsors=[SponsorOut.model_validate(sponsor) for sponsor in decision.sponsors],
        translations=[
            TranslationLineOut(
                language=line.language,
                version=line.version,
                edition=line.edition,
                title=line.title,
                current=line.version == view.version,
            )
            for line in decision.translations
        ],
        themes=[theme_out(theme) for theme in decision.themes],
        returned=_returned(decision),
        links=links,
    )


def theme_out(theme: Theme) -> ThemeLineOut:
    """What something is about, and where to read on."""
    return ThemeLineOut(
        slug=theme.slug,
        labels=Labels(**theme.labels),
        uri=theme.uri,
        links={
            "self": f"/api/v1/themes/{theme.slug}",
            "page": f"/themes/{theme.slug}",
            "atom": f"/themes/{theme.slug}/feed.atom",
            "feed": f"/themes/{theme.slug}/feed.json",
        },
    )


def corrected_out(one: Corrected, here: str) -> CorrectedOut:
    """The correction that holds now; `here` is the address of the resolution."""
    return CorrectedOut(
        version=one.version,
        at=one.corrected_at,
        because=one.because,
        note=one.facts.note,
        decided_on=one.facts.decided_on,
        counts=_counts(one.facts),
        changed=[change.field for change in one.changes],
        links={
            "record": f"{here}/records/{one.version}",
            "before": f"{here}/records/{one.version - 1}",
        },
    )


def record_version_out(one: RecordVersion, here: str, *, current: bool) -> RecordVersionOut:
    """A version of the record of an outcome."""
    facts = one.facts
    links = {"self": f"{here}/records/{one.version}", "resolution": here}
    links["page"] = links["self"].removeprefix("/api/v1")
    if one.because is not None:
        links["before"] = f"{here}/records/{one.version - 1}"
    elif one.voting_id is not None:
        links["result"] = f"/api/v1/votings/{one.voting_id}/result"
        links["bundle"] = f"/api/v1/votings/{one.voting_id}/bundle"
    if one.elsewhere is not None:
        links["elsewhere"] = one.elsewhere
    return RecordVersionOut(
        version=one.version,
        corrects=None if one.because is None else one.version - 1,
        because=one.because,
        at=one.at,
        digest=one.digest,
        voting=one.voting_id,
        annulled=not one.in_force,
        current=current,
        facts=FactsOut(
            title=facts.title,
            outcome=facts.outcome,
            decided_on=facts.decided_on,
            counts=_counts(facts),
            note=facts.note,
        ),
        changed=[change.field for change in one.changes],
        links=links,
    )


def _counts(facts: Facts) -> GivenOut | None:
    counts = facts.counts
    if counts is None:
        return None
    return GivenOut(yes=counts.yes, no=counts.no, abstain=counts.abstain)


def provisions_out(provisions: Sequence[Provision], lines: Sequence[Line]) -> list[ProvisionOut]:
    """The pieces of a text with the line each begins on."""
    firsts = first_lines(lines)
    return [
        ProvisionOut(
            id=provision.id,
            kind=provision.kind,
            marker=provision.marker,
            text=provision.text,
            level=provision.level,
            first_line=firsts[provision.id],
        )
        for provision in provisions
    ]


def _returned(decision: Decision) -> ReturnedOut | None:
    view = decision.resolution
    if not decision.whole or view.returned_at is None or view.returned_because is None:
        return None
    return ReturnedOut(at=view.returned_at, because=view.returned_because)


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
        unit=source.unit,
        first_line=view.first_line,
        last_line=view.last_line,
        importer=source.importer,
        imported_at=source.imported_at,
        columns=source.columns,
        facts=_facts(decision.facts),
    )


def _facts(facts: FactsView | None) -> SourceFactsOut | None:
    if facts is None:
        return None
    told = {name: getattr(facts, name) for name in ("decided_on", "yes", "no", "abstain", "theme")}
    answers = [SourceAnswerOut.model_validate(said(one)) for one in facts.answered]
    return SourceFactsOut(**told, answers=answers)
