# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From decisions and votings to what the templates show."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assembly.archive.queries import FactsView, SourceView
from assembly.assemblies.models import Assembly
from assembly.publication.corrections import Corrected
from assembly.publication.elsewhere import Elsewhere
from assembly.publication.queries import Decision, Published, Totals
from assembly.publication.rules.again import rule_in
from assembly.publication.wording import Wording
from assembly.resolutions.backing import SponsorView
from assembly.resolutions.rules.text import Provision
from assembly.voting.queries import VotingView
from assembly.voting.rules.lifecycle import LIVE, State
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.sentence import rule_words
from assembly.web.catalogues import moment_words
from assembly.web.counted import CountedShown, ProofShown, counted, proof

_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)")
LONGEST_EXCERPT = 260


@dataclass(frozen=True, slots=True)
class AssemblyShown:
    """An assembly on a page; `counts` are there where the page shows them."""

    slug: str
    name: str
    language: str
    held_on: date | None
    imported: bool
    rehearsal: bool
    counts: Totals | None


@dataclass(frozen=True, slots=True)
class SourceShown:
    """Where history was read."""

    file: str
    digest: str
    first_line: int | None
    last_line: int | None
    imported_at: date
    importer: str
    unit: str
    columns: Mapping[str, str]
    facts: FactsView | None


@dataclass(frozen=True, slots=True)
class HeldShown:
    """Until when a result was held back by the plan, and each move, and why. None is by hand."""

    planned_for: str | None
    moves: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True, slots=True)
class ElsewhereShown:
    """Where another installation published it, and what is known of that here.

    `record` is the fingerprint of a record that was checked, `file` with its lines where that
    installation read it in a document; `votings` are its votings on amendments.
    """

    page: str
    bundle: str | None
    published_at: date
    record: str | None
    file: str | None
    lines: tuple[int, int] | None
    votings: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ResolutionShown:
    """A resolution on a page, with what the gate lets through."""

    number: int
    title: str
    title_derived: bool
    language: str
    state: str
    excerpt: str
    provisions: tuple[Provision, ...]
    outcome: str | None
    outcome_label: str | None
    sentence: str | None = None
    rule_sentence: str | None = None
    entitled: int | None = None
    turnout: int | None = None
    voted_at: date | None = None
    voting: str | None = None
    held: HeldShown | None = None
    source: SourceShown | None = None
    previous: int | None = None
    next: int | None = None
    next_step: str | None = None
    revision: int = 0
    is_proposal: bool = False
    sponsors: tuple[SponsorView, ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    title_language: str | None = None
    excerpt_language: str | None = None
    words: Wording | None = None
    counted: CountedShown | None = None
    proof: ProofShown | None = None
    corrected: Corrected | None = None
    corrected_on: date | None = None
    elsewhere: ElsewhereShown | None = None


def assembly_shown(assembly: Assembly, totals: Totals | None = None) -> AssemblyShown:
    """The assembly, with its totals for a page that shows them."""
    return AssemblyShown(
        slug=assembly.slug,
        name=assembly.name,
        language=assembly.language,
        held_on=assembly.held_on,
        imported=assembly.is_imported,
        rehearsal=assembly.is_rehearsal,
        counts=totals,
    )


def excerpt_of(provisions: Sequence[Provision]) -> str:
    """The first sentence, or as many words of it as a list has room for."""
    text = provisions[0].text
    found = _SENTENCE.match(text)
    sentence = found.group(0) if found else text
    if len(sentence) <= LONGEST_EXCERPT:
        return sentence
    return sentence[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"


def resolution_shown(
    decision: Decision, language: str, zone: str, source: SourceView | None = None
) -> ResolutionShown:
    """The resolution; outcome in the reader's words, reasons from the record, days of its zone."""
    view = decision.resolution
    shown = ResolutionShown(
        number=view.number,
        title=view.title,
        title_derived=view.title_derived,
        language=view.language,
        state=view.state.value,
        excerpt=excerpt_of(view.provisions),
        provisions=view.provisions,
        outcome=decision.outcome.value if decision.outcome else None,
        outcome_label=decision.outcome.label(language) if decision.outcome else None,
        revision=view.revision,
        is_proposal=view.is_proposal,
        sponsors=decision.sponsors,
        themes=tuple((theme.slug, theme.label(language)) for theme in decision.themes),
    )
    if source is not None and view.first_line is not None:
        shown = replace(
            shown,
            source=SourceShown(
                source.file,
                source.digest,
                view.first_line,
                view.last_line,
                day_of(source.imported_at, zone),
                source.importer,
                source.unit,
                source.columns,
                decision.facts,
            ),
        )
    if decision.corrected is not None:
        on = day_of(decision.corrected.corrected_at, zone)
        shown = replace(shown, corrected=decision.corrected, corrected_on=on)
    if decision.record is not None:
        shown = _with_record(shown, decision.record, language, zone)
    if decision.elsewhere is not None:  # its box, its roll and its log are there, not here
        theirs = elsewhere_shown(decision.elsewhere, zone)
        shown = replace(shown, voting=None, proof=None, elsewhere=theirs)
    return shown


def elsewhere_shown(theirs: Elsewhere, zone: str) -> ElsewhereShown:
    """What is said of a resolution that another installation published."""
    document, source = theirs.document, theirs.source
    return ElsewhereShown(
        page=theirs.page,
        bundle=theirs.bundle,
        published_at=day_of(datetime.fromisoformat(document["published_at"]), zone),
        record=document["voting"]["digest"] if document["voting"] else None,
        file=source["file"] if source else None,
        lines=(source["first_line"], source["last_line"]) if source else None,
        votings=tuple(one["record"] for one in document["amendment_votings"]),
    )


def _with_record(
    shown: ResolutionShown, published: Published, language: str, zone: str
) -> ResolutionShown:
    record = published.document
    weighted = record.get("weighed") is not None
    return replace(
        shown,
        sentence=record["sentences"][language],
        rule_sentence=rule_sentence(rule_in(record), language, weighted=weighted),
        voting=record["voting"]["id"],
        held=_held(record.get("held"), language, zone),
        entitled=record["roll"]["entitled"],
        turnout=record["turnout"],
        voted_at=day_of(datetime.fromisoformat(record["voting"]["closed_at"]), zone),
        counted=counted(record),
        proof=proof(record, published.digest),
    )


def _held(held: dict[str, Any] | None, language: str, zone: str) -> HeldShown | None:
    if held is None:
        return None

    def words(hour: str | None) -> str | None:
        if hour is None:
            return None
        local = datetime.fromisoformat(hour).astimezone(ZoneInfo(zone))
        return moment_words(local, language, with_day=True)

    return HeldShown(
        words(held["planned_for"]),
        tuple((words(move["publish_at"]), str(move["because"])) for move in held["moves"]),
    )


def on_desk(shown: ResolutionShown, voting: VotingView | None) -> ResolutionShown:
    """As a moderator sees it: the next step, and turnout while a voting runs. Never a count."""
    if shown.outcome is not None:
        return shown
    void = shown.state == "tabled" and voting is not None and voting.state is State.COUNTED
    if voting is not None and voting.state in {*LIVE, State.COUNTED} and not void:
        step = {State.PLANNED: "open", State.OPEN: "close"}.get(voting.state)
        return replace(
            shown,
            state=voting.state.value,
            next_step=step,
            turnout=voting.turnout if voting.entitled else None,
            entitled=voting.entitled,
        )
    steps = {"draft": "table", "submitted": "table", "tabled": "open"}
    waits = shown.state == "draft" and shown.is_proposal
    return replace(shown, next_step=None if waits else steps.get(shown.state))


def in_words(shown: ResolutionShown, words: Wording) -> ResolutionShown:
    """The words for this reader in the place of the text's own."""
    return replace(
        shown,
        title=words.title,
        title_language=words.title_language,
        language=words.language,
        provisions=words.provisions,
        excerpt=excerpt_of(words.provisions),
        excerpt_language=words.own
        if words.provisions[0].id in words.own_pieces
        else words.language,
        words=words,
    )


def day_of(at: datetime, zone: str) -> date:
    """The day it was where the assembly meets."""
    return at.astimezone(ZoneInfo(zone)).date()


def rule_sentence(rule: Rule, language: str, *, weighted: bool = False) -> str:
    """The rule in words, beginning with a capital."""
    words = rule_words(rule, language, weighted=weighted)
    return words[0].upper() + words[1:]
