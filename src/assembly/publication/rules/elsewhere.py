# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What another installation's file says of an assembly and of a resolution, read and checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from assembly.errors import FileAltered, FileNotUnderstood
from assembly.follow_up.rules.dossier import Entry, StepState, Told, today_in
from assembly.follow_up.rules.dossier import Kind as EntryKind
from assembly.follow_up.rules.entry import MOST_ENTRIES, sound_entry
from assembly.publication.formats.json_document import dumps, theme_document, told_of
from assembly.publication.formats.value import (
    Correction,
    Provenance,
    PublicAssembly,
    PublicResolution,
    SourceCounts,
    SourceFacts,
    Whole,
)
from assembly.publication.rules.facts import voting_facts
from assembly.publication.rules.verify import verify
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import (
    DEEPEST,
    LANGUAGES,
    Kind,
    Provision,
    controls,
    derived_title,
    digest,
)
from assembly.themes.rules.theme import MOST_ON_ONE, Theme, sound_theme

FURTHER = ("themes", "follow_up")
"""What is not told with the outcome: it goes on. These come last."""
LARGEST = 2**31 - 1
UNITS = frozenset({"line", "page", "paragraph", "item"})
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def assembly_in(document: Mapping[str, Any]) -> PublicAssembly:
    """Whose resolutions a file holds, and where that installation is reached."""
    slug, page = _words(document["slug"], 80), _words(document["page"], 2000)
    site = page.removesuffix(f"/assemblies/{slug}")
    if urlsplit(site).scheme not in {"http", "https"} or not urlsplit(site).hostname:
        raise FileNotUnderstood("The address of the assembly is none on the web.")
    held_on = document["held_on"]
    return PublicAssembly(
        site=site,
        slug=slug,
        name=_words(document["name"], 200),
        language=_language(document["language"]),
        time_zone=_words(document["time_zone"], 64),
        held_on=None if held_on is None else date.fromisoformat(held_on),
        imported=_flag(document["imported"]),
    )


def resolution_in(document: dict[str, Any], assembly: PublicAssembly) -> PublicResolution:
    """The resolution with all that was published of it.

    Everything that follows from something else in the document is worked out again, and every
    record decided again (`FileAltered`). Of another form, it raises what reading it ends in.
    """
    follow_up = document["follow_up"]
    if tuple(document)[-2:] != FURTHER:
        raise FileNotUnderstood("themes and what happened next do not come last.")
    record, voting = document["record"], document["voting"]
    kept = {key: value for key, value in document.items() if key not in FURTHER}
    whole = Whole(
        record=None if record is None else dict(record),
        amendment_votings=tuple(document["amendment_votings"]),
        translations=tuple(_translation(one) for one in document["translations"]),
        follow_up=None if follow_up is None else tuple(follow_up),
        kept=kept,
    )
    source = document["source"]
    provisions = tuple(_provision(one) for one in document["provisions"])
    one = PublicResolution(
        assembly=assembly,
        id=str(UUID(document["id"])),
        number=_whole(document["number"]),
        title=_words(document["title"], 300),
        title_derived=_flag(document["title_derived"]),
        language=_language(document["language"]),
        version=_whole(document["version"]),
        digest=digest(provisions),
        provisions=provisions,
        outcome=Outcome(document["outcome"]),
        published_at=_moment(document["published_at"]),
        voting=None
        if record is None
        else voting_facts(record, _digest(voting["digest"]), assembly.language),
        source=None if source is None else _provenance(source),
        correction=_correction(document),
        themes=_themes(document["themes"]),
        whole=whole,
    )
    _require_same(told_of(one, whole), kept)
    _require_sound(one)
    entries_in(follow_up or (), assembly.time_zone)
    return one


def entry_document(entry: Entry) -> dict[str, Any]:
    """An entry of what happened next, as a file carries it."""
    told = entry.told
    return {
        "id": entry.id,
        "number": entry.number,
        "kind": told.kind.value,
        "text": told.text,
        "on": None if told.on is None else told.on.isoformat(),
        "link": told.link,
        "step": told.step,
        "state": None if told.state is None else told.state.value,
        "written_at": entry.written_at.astimezone(UTC).isoformat(),
    }


def entries_in(documents: Iterable[Mapping[str, Any]], zone: str) -> list[Entry]:
    """The entries of a dossier, each as sound as on the day it was written."""
    entries: list[Entry] = []
    steps = 0
    for place, one in enumerate(documents, start=1):
        told = Told(
            EntryKind(one["kind"]),
            one["text"],
            None if one["on"] is None else date.fromisoformat(one["on"]),
            one["link"],
            one["step"],
            None if one["state"] is None else StepState(one["state"]),
        )
        entry = Entry(str(UUID(one["id"])), place, told, _moment(one["written_at"]))
        begins = told.kind is EntryKind.STEP and told.step == steps + 1
        given = replace(told, step=None) if begins else told
        sound = sound_entry(given, steps=steps, today=today_in(zone, entry.written_at))
        if sound != told or dumps(entry_document(entry)) != dumps(one) or place > MOST_ENTRIES:
            raise FileNotUnderstood("an entry of what happened next has another form.")
        steps += begins
        entries.append(entry)
    return entries


def _require_same(again: dict[str, Any], given: dict[str, Any]) -> None:
    """All that follows from something else is as it follows. How a rule is worded may change."""
    if again["voting"] is not None and isinstance(given["voting"], dict):
        worded = given["voting"].get("requirement")
        again["voting"]["requirement"] = _words(worded, 2000)
    if list(again) != list(given):
        raise FileNotUnderstood("a resolution has other parts, or in another order.")
    if dumps(again) != dumps(given):
        key = next(key for key in again if dumps(again[key]) != dumps(given[key]))
        raise FileAltered(f"{key} does not fit with the rest.", what=key)


def _require_sound(one: PublicResolution) -> None:
    whole = one.whole
    if whole is None:  # never: it was read with it
        return
    names = [provision.id for provision in one.provisions]
    if not names or len(set(names)) < len(names):
        raise FileNotUnderstood("the text has no provisions, or two of one name.")
    if one.title_derived and one.title != derived_title(one.provisions):
        raise FileAltered("title does not fit with the rest.", what="title")
    if (whole.follow_up is None) is (one.outcome is Outcome.ADOPTED):
        raise FileAltered("follow_up does not fit with the rest.", what="follow_up")
    if (one.voting is None) is (one.source is None):
        raise FileAltered("Either a voting decided it, or a source says so.", what="voting")
    if whole.record is not None and one.voting is not None:
        record = whole.record
        _require_record(record, one.voting.digest, one)
        about = record["resolution"]
        decided = (about["version"], about["digest"], record["verdict"]["outcome"])
        if decided != (one.version, one.digest, one.outcome.value) or "amendments" in record:
            raise FileAltered("The record is of something else.", what="record")
    for voting in whole.amendment_votings:
        if (
            set(voting) != {"record", "digest", "published_at"}
            or not voting["record"]["amendments"]
        ):
            raise FileNotUnderstood("a voting about amendments has another form.")
        _moment(voting["published_at"])
        _require_record(voting["record"], _digest(voting["digest"]), one)


def _require_record(record: Mapping[str, Any], given: str, one: PublicResolution) -> None:
    """It is about this resolution, has its digest, and its counts decide what it says."""
    found = verify({"record": record, "digest": given}, lambda *_: False)
    wrong = next((check for check in found if not check.ok), None)
    if wrong is not None:
        raise FileAltered(f"A record is not what it must be: {wrong.said}.", what="record")
    voting, held = record["voting"], record.get("held") or {"planned_for": None, "moves": []}
    hours = [held["planned_for"], *(move["publish_at"] for move in held["moves"])]
    for hour in (voting["opened_at"], voting["closed_at"], *filter(None, hours)):
        _moment(hour)
    if str(UUID(voting["id"])) != voting["id"] or voting["rehearsal"] is not False:
        raise FileNotUnderstood("a record names no voting that decided something.")
    where = (record["assembly"]["slug"], record["resolution"]["number"])
    if where != (one.assembly.slug, one.number):
        raise FileAltered("A record is of another resolution.", what="record")


def _provision(document: Mapping[str, Any]) -> Provision:
    level, kind = document["level"], Kind(document["kind"])
    if type(level) is not int or not 0 <= level <= (DEEPEST if kind is Kind.ITEM else 0):
        raise FileNotUnderstood("a provision stands on a level that there is not.")
    return Provision(
        kind,
        _words(document["marker"], 12, empty=True),
        _words(document["text"], LARGEST),
        level,
        _words(document["id"], 40),
    )


def _translation(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """One of a text, in the form in which it is written."""
    title = document["title"]
    return {
        "language": _language(document["language"]),
        "edition": _whole(document["edition"]),
        "version": _whole(document["version"]),
        "title": None if title is None else _words(title, 300),
        "provisions": [
            {"id": _words(one["id"], 40), "text": _words(one["text"], LARGEST)}
            for one in document["provisions"]
        ],
    }


def _provenance(document: Mapping[str, Any]) -> Provenance:
    return Provenance(
        file=_words(document["file"], 200),
        digest=_digest(document["digest"]),
        first_line=_whole(document["first_line"]),
        last_line=_whole(document["last_line"]),
        importer=_words(document["importer"], 60),
        imported_at=_moment(document["imported_at"]),
        unit=_unit(document["unit"]),
        facts=_facts(document["facts"]),
    )


def _themes(documents: Sequence[Mapping[str, Any]]) -> tuple[Theme, ...]:
    """By slug, each once, as its list keeps it."""
    themes = tuple(
        Theme(one.slug, documents[place]["labels"], one.uri)
        for place, one in enumerate(
            sound_theme(told["slug"], told["labels"], told["uri"]) for told in documents
        )
    )
    slugs = [one.slug for one in themes]
    again = dumps([theme_document(one) for one in themes])
    if again != dumps(documents) or slugs != sorted(set(slugs)) or len(slugs) > MOST_ON_ONE:
        raise FileNotUnderstood("a theme has another form.")
    return themes


def _facts(document: Mapping[str, Any]) -> SourceFacts:
    theme = document["theme"]
    return SourceFacts(
        decided_on=_day(document["decided_on"]),
        yes=_count(document["yes"]),
        no=_count(document["no"]),
        abstain=_count(document["abstain"]),
        theme=None if theme is None else _words(theme, 300),
    )


def _correction(document: Mapping[str, Any]) -> Correction | None:
    """The latest one; of history, the day and the counts beside it are those that it gave."""
    told, counts = document["correction"], document["source_counts"]
    if told is None:
        return None
    history, note = document["source"] is not None, told["note"]
    given = counts is not None and history
    return Correction(
        version=_whole(told["version"]),
        corrected_at=_moment(told["corrected_at"]),
        because=_words(told["because"], LARGEST),
        note=None if note is None else _words(note, LARGEST),
        decided_on=_day(document["decided_on"]) if history else None,
        counts=SourceCounts(*(_count(counts[name]) for name in ("yes", "no", "abstain")))
        if given
        else None,
    )


def _day(word: object) -> date | None:
    return None if word is None else date.fromisoformat(str(word))


def _count(number: object) -> int | None:
    if number is not None and (type(number) is not int or not 0 <= number <= LARGEST):
        raise FileNotUnderstood("a number of votes is none.")
    return number


def _unit(word: object) -> str:
    if word not in UNITS:
        raise FileNotUnderstood("what a place counts is not known here.")
    return str(word)


def _words(value: object, most: int, *, empty: bool = False) -> str:
    if not isinstance(value, str) or len(value) > most or controls(value):
        raise FileNotUnderstood(f"where at most {most} readable characters belong is none such.")
    if not value and not empty:
        raise FileNotUnderstood("where words belong are none.")
    return value


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise FileNotUnderstood("a language is none that is known here.")
    return str(value)


def _whole(value: object) -> int:
    if type(value) is not int or not 1 <= value <= LARGEST:
        raise FileNotUnderstood("a number is none from 1 on.")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise FileNotUnderstood("what is true or false is neither.")
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise FileNotUnderstood("a digest is none.")
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise FileNotUnderstood("an hour has no zone.")
    return moment.astimezone(UTC)
