# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What another installation's file says of an assembly and of a resolution, read and checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from assembly.archive.rules.facts import SourceFacts
from assembly.errors import FileAltered, FileNotUnderstood, Unexpected
from assembly.follow_up.rules.dossier import Entry, StepState, Told, today_in
from assembly.follow_up.rules.dossier import Kind as EntryKind
from assembly.follow_up.rules.entry import MOST_ENTRIES, sound_entry
from assembly.publication.formats.json_document import (
    FORMAT,
    FORMAT_2,
    dumps,
    theme_document,
    told_of,
)
from assembly.publication.formats.value import (
    Provenance,
    PublicAssembly,
    PublicResolution,
    Whole,
)
from assembly.publication.rules.corrected_elsewhere import (
    correction_in,
    corrections_in,
    latest_of,
    require_told,
)
from assembly.publication.rules.facts import voting_facts
from assembly.publication.rules.lineage import require_lineage
from assembly.publication.rules.parts import (
    LARGEST,
    count_in,
    day_in,
    digest_in,
    flag_in,
    language_in,
    moment_in,
    provision_in,
    whole_in,
    words_in,
)
from assembly.publication.rules.verify import verify
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import (
    derived_title,
    digest,
)
from assembly.themes.rules.theme import MOST_ON_ONE, Theme, sound_theme

FURTHER = ("lineage", "themes", "follow_up")
"""What is not told with the outcome: how it came about, and what goes on. These come last."""
NEW_IN_3 = frozenset({"corrections", "sponsors", "lineage"})
"""What files of format 2 do not have; where they came from, nobody can add it."""
CORRECTED = frozenset(
    {
        "title",
        "title_derived",
        "outcome",
        "outcome_label",
        "decided_on",
        "counts_recorded",
        "source_counts",
        "correction",
        "corrections",
    }
)
"""What a correction may change in what a file says."""
UNITS = frozenset({"line", "page", "paragraph", "item"})


def assembly_in(document: Mapping[str, Any]) -> PublicAssembly:
    """Whose resolutions a file holds, and where that installation is reached."""
    slug, page = words_in(document["slug"], 80), words_in(document["page"], 2000)
    site = page.removesuffix(f"/assemblies/{slug}")
    if urlsplit(site).scheme not in {"http", "https"} or not urlsplit(site).hostname:
        raise FileNotUnderstood("The address of the assembly is none on the web.")
    held_on = document["held_on"]
    return PublicAssembly(
        site=site,
        slug=slug,
        name=words_in(document["name"], 200),
        language=language_in(document["language"]),
        time_zone=words_in(document["time_zone"], 64),
        held_on=None if held_on is None else date.fromisoformat(held_on),
        imported=flag_in(document["imported"]),
    )


def resolution_in(
    document: dict[str, Any], assembly: PublicAssembly, *, as_of: str = FORMAT
) -> PublicResolution:
    """The resolution with all that was published of it, in a file of the format `as_of`.

    Everything that follows from something else in the document is worked out again, and every
    record decided again (`FileAltered`). Of another form, it raises what reading it ends in.
    """
    follow_up = document["follow_up"]
    last = tuple(key for key in FURTHER if key in document)
    if tuple(document)[-len(last) :] != last:
        raise FileNotUnderstood("lineage, themes and what happened next do not come last.")
    if as_of == FORMAT_2 and not NEW_IN_3.isdisjoint(document):
        raise FileNotUnderstood(f"{FORMAT_2} knows nothing of a part of it.")
    kept = {key: value for key, value in document.items() if key not in FURTHER}
    one = _told_in(
        kept,
        assembly,
        _themes(document["themes"]),
        None if follow_up is None else tuple(follow_up),
    )
    whole = whole_of(one)
    _require_same(told_of(one, whole), kept)
    _require_sound(one, whole)
    title = None if one.title_derived else one.title
    require_told(whole.corrections, title, one.outcome)
    entries_in(follow_up or (), assembly.time_zone)
    if "lineage" not in document:
        return one
    if one.voting is None:
        raise FileNotUnderstood("nobody knows how the text of history came about.")
    lineage = document["lineage"]
    require_lineage(lineage, one)
    return replace(one, whole=replace(whole, lineage=lineage))


def whole_of(one: PublicResolution) -> Whole:
    """All that its file carries; what was read from a file has it always."""
    if one.whole is None:
        raise Unexpected("A JSON file carries the whole of a resolution.")
    return one.whole


def put_right(
    kept: Mapping[str, Any],
    assembly: PublicAssembly,
    now_told: PublicResolution,
    corrections: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What another installation's file says, as it was corrected since by these, and by its own.

    `now_told` has the title and the outcome that everybody reads here. All else stays word for
    word.
    """
    every = (*kept.get("corrections", ()), *corrections)
    before = _told_in(kept, assembly)
    whole = replace(whole_of(before), corrections=every)
    after = replace(
        before,
        title=now_told.title,
        title_derived=now_told.title_derived,
        outcome=now_told.outcome,
        correction=latest_of(every),
        whole=whole,
    )
    told = told_of(after, whole)
    return {key: told[key] if key in CORRECTED else kept[key] for key in told}


def _told_in(
    kept: Mapping[str, Any],
    assembly: PublicAssembly,
    themes: tuple[Theme, ...] = (),
    follow_up: tuple[Mapping[str, Any], ...] | None = None,
) -> PublicResolution:
    """The value that the exporter had, as far as the document says."""
    record, voting = kept["record"], kept["voting"]
    corrections = corrections_in(kept, assembly)
    whole = Whole(
        record=None if record is None else dict(record),
        amendment_votings=tuple(kept["amendment_votings"]),
        translations=tuple(_translation(one) for one in kept["translations"]),
        follow_up=follow_up,
        kept=kept,
        corrections=corrections,
        sponsors=_sponsors(kept["sponsors"]) if "sponsors" in kept else None,
    )
    source = kept["source"]
    provisions = tuple(provision_in(one) for one in kept["provisions"])
    return PublicResolution(
        assembly=assembly,
        id=str(UUID(kept["id"])),
        number=whole_in(kept["number"]),
        title=words_in(kept["title"], 300),
        title_derived=flag_in(kept["title_derived"]),
        language=language_in(kept["language"]),
        version=whole_in(kept["version"]),
        digest=digest(provisions),
        provisions=provisions,
        outcome=Outcome(kept["outcome"]),
        published_at=moment_in(kept["published_at"]),
        voting=None
        if record is None
        else voting_facts(record, digest_in(voting["digest"]), assembly.language),
        source=None if source is None else _provenance(source),
        correction=correction_in(kept, corrections),
        themes=themes,
        whole=whole,
    )


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
        entry = Entry(str(UUID(one["id"])), place, told, moment_in(one["written_at"]))
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
        again["voting"]["requirement"] = words_in(worded, 2000)
    if list(again) != list(given):
        raise FileNotUnderstood("a resolution has other parts, or in another order.")
    if dumps(again) != dumps(given):
        key = next(key for key in again if dumps(again[key]) != dumps(given[key]))
        raise FileAltered(f"{key} does not fit with the rest.", what=key)


def _require_sound(one: PublicResolution, whole: Whole) -> None:
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
        moment_in(voting["published_at"])
        _require_record(voting["record"], digest_in(voting["digest"]), one)


def _require_record(record: Mapping[str, Any], given: str, one: PublicResolution) -> None:
    """It is about this resolution, has its digest, and its counts decide what it says."""
    found = verify({"record": record, "digest": given}, lambda *_: False)
    wrong = next((check for check in found if not check.ok), None)
    if wrong is not None:
        raise FileAltered(f"A record is not what it must be: {wrong.said}.", what="record")
    voting, held = record["voting"], record.get("held") or {"planned_for": None, "moves": []}
    hours = [held["planned_for"], *(move["publish_at"] for move in held["moves"])]
    for hour in (voting["opened_at"], voting["closed_at"], *filter(None, hours)):
        moment_in(hour)
    if str(UUID(voting["id"])) != voting["id"] or voting["rehearsal"] is not False:
        raise FileNotUnderstood("a record names no voting that decided something.")
    where = (record["assembly"]["slug"], record["resolution"]["number"])
    if where != (one.assembly.slug, one.number):
        raise FileAltered("A record is of another resolution.", what="record")


def _translation(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """One of a text, in the form in which it is written."""
    title = document["title"]
    return {
        "language": language_in(document["language"]),
        "edition": whole_in(document["edition"]),
        "version": whole_in(document["version"]),
        "title": None if title is None else words_in(title, 300),
        "provisions": [
            {"id": words_in(one["id"], 40), "text": words_in(one["text"], LARGEST)}
            for one in document["provisions"]
        ],
    }


def _sponsors(documents: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """In the order of joining: seats, and bodies by their names."""
    sponsors = tuple(
        {
            "number": whole_in(one["number"]),
            "seat": None if one["seat"] is None else whole_in(one["seat"]),
            "name": words_in(one["name"], 200),
            "since": moment_in(one["since"]).isoformat(),
        }
        for one in documents
    )
    numbers = [whole_in(one["number"]) for one in documents]
    if numbers != sorted(set(numbers)):
        raise FileNotUnderstood("the sponsors are not in the order of their numbers.")
    return sponsors


def _provenance(document: Mapping[str, Any]) -> Provenance:
    return Provenance(
        file=words_in(document["file"], 200),
        digest=digest_in(document["digest"]),
        first_line=whole_in(document["first_line"]),
        last_line=whole_in(document["last_line"]),
        importer=words_in(document["importer"], 60),
        imported_at=moment_in(document["imported_at"]),
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
        decided_on=day_in(document["decided_on"]),
        yes=count_in(document["yes"]),
        no=count_in(document["no"]),
        abstain=count_in(document["abstain"]),
        theme=None if theme is None else words_in(theme, 300),
    )


def _unit(word: object) -> str:
    if word not in UNITS:
        raise FileNotUnderstood("what a place counts is not known here.")
    return str(word)
