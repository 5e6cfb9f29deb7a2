# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From decisions and votings to what the templates show."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assembly.archive.queries import SourceView
from assembly.assemblies.models import Assembly
from assembly.publication.queries import Decision, Totals
from assembly.publication.rules.again import rule_in
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.text import Provision
from assembly.voting.queries import VotingView
from assembly.voting.rules.lifecycle import LIVE, State
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.sentence import rule_words

_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)")
LONGEST_EXCERPT = 260


@dataclass(frozen=True, slots=True)
class AssemblyShown:
    """An assembly on a page."""

    slug: str
    name: str
    language: str
    held_on: date | None
    imported: bool
    rehearsal: bool
    counts: Totals


@dataclass(frozen=True, slots=True)
class SourceShown:
    """Where history was read."""

    file: str
    digest: str
    first_line: int | None
    last_line: int | None
    imported_at: date
    importer: str


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """Why, in the reader's language. Heads; what is needed in weights, only the sentence says."""

    sentence: str
    needed_yes: int | None
    margin: int | None


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
    tally: dict[str, int] | None = None
    verdict: VerdictShown | None = None
    rule_sentence: str | None = None
    entitled: int | None = None
    turnout: int | None = None
    voted_at: date | None = None
    voting: str | None = None
    source: SourceShown | None = None
    previous: int | None = None
    next: int | None = None
    next_step: str | None = None


def assembly_shown(assembly: Assembly, totals: Totals) -> AssemblyShown:
    """The assembly with its totals."""
    return AssemblyShown(
        slug=assembly.slug,
        name=assembly.name,
        language=assembly.language,
        held_on=assembly.held_on,
        imported=assembly.is_imported,
        rehearsal=assembly.is_rehearsal,
        counts=totals,
    )


def excerpt_of(view: ResolutionView) -> str:
    """The first sentence, or as many words of it as a list has room for."""
    text = view.provisions[0].text
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
        excerpt=excerpt_of(view),
        provisions=view.provisions,
        outcome=decision.outcome.value if decision.outcome else None,
        outcome_label=decision.outcome.label(language) if decision.outcome else None,
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
            ),
        )
    if decision.record is not None:
        shown = _with_record(shown, decision.record.document, language, zone)
    return shown


def _with_record(
    shown: ResolutionShown, record: dict[str, Any], language: str, zone: str
) -> ResolutionShown:
    weighted = record.get("weighed") is not None
    needed, margin = record["verdict"]["needed_yes"], record["verdict"]["margin"]
    in_heads = needed is not None and not weighted
    return replace(
        shown,
        tally=record["tally"],
        verdict=VerdictShown(
            record["sentences"][language],
            int(needed) if in_heads else None,
            int(margin) if in_heads else None,
        ),
        rule_sentence=rule_sentence(rule_in(record), language, weighted=weighted),
        voting=record["voting"]["id"],
        entitled=record["roll"]["entitled"],
        turnout=record["turnout"],
        voted_at=day_of(datetime.fromisoformat(record["voting"]["closed_at"]), zone),
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
    return replace(shown, next_step={"draft": "table", "tabled": "open"}.get(shown.state))


def day_of(at: datetime, zone: str) -> date:
    """The day it was where the assembly meets."""
    return at.astimezone(ZoneInfo(zone)).date()


def rule_sentence(rule: Rule, language: str, *, weighted: bool = False) -> str:
    """The rule in words, beginning with a capital."""
    words = rule_words(rule, language, weighted=weighted)
    return words[0].upper() + words[1:]
