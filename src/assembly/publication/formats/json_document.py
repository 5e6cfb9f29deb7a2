# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON: everything there is to say, after `export.schema.json`.

One resolution is an object of its own; many are the `resolutions` of a document, one a line. Its
digest and its `count` come last, so that whoever reads it knows that nothing is missing or changed.
What came in from another installation's file is written as it stood there (`json_reading`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assembly.archive.rules.facts import SourceFacts
from assembly.errors import Unexpected
from assembly.publication.formats.value import (
    Counts,
    Provenance,
    PublicAssembly,
    PublicResolution,
    SourceCounts,
    VotingFacts,
    Whole,
)
from assembly.themes.rules.theme import Theme

FORMAT = "assembly-resolutions/3"
FORMAT_2 = "assembly-resolutions/2"
"""Without corrections as they were made, and without how a text came about."""
_VOTING, _COUNTS, _SOURCE = VotingFacts.__slots__, Counts.__slots__, Provenance.__slots__
_FACTS = SourceFacts.__slots__


def _flat(value: object, names: Sequence[str]) -> dict[str, Any]:
    """Its fields as they are; `asdict` would copy what is inside each of them."""
    return {name: getattr(value, name) for name in names}


def _voting(voting: VotingFacts) -> dict[str, Any]:
    return _flat(voting, _VOTING) | {"counts": _flat(voting.counts, _COUNTS)}


def _source(source: Provenance) -> dict[str, Any]:
    day = source.facts.decided_on
    facts = _flat(source.facts, _FACTS) | {"decided_on": None if day is None else day.isoformat()}
    told = {"imported_at": source.imported_at.isoformat(timespec="seconds"), "facts": facts}
    return _flat(source, _SOURCE) | told


def document_of(resolution: PublicResolution) -> dict[str, Any]:
    """One resolution. Counts that the source does not give are null, never 0."""
    whole = resolution.whole
    if whole is None:
        raise Unexpected("A JSON file carries the whole of a resolution.")
    told = told_of(resolution, whole) if whole.kept is None else dict(whole.kept)
    about = [theme_document(one) for one in resolution.themes]
    lineage = {} if whole.lineage is None else {"lineage": whole.lineage}
    return told | lineage | {"themes": about, "follow_up": whole.follow_up}


def theme_document(theme: Theme) -> dict[str, Any]:
    """What something is about, in the words of the list."""
    return {"slug": theme.slug, "labels": dict(theme.labels), "uri": theme.uri}


def told_of(resolution: PublicResolution, whole: Whole) -> dict[str, Any]:
    """All of it but how the text came about, and what goes on: themes, and what happened next."""
    day, source = resolution.decided_on, resolution.source
    return {
        "assembly": resolution.assembly.slug,
        "number": resolution.number,
        "id": resolution.id,
        "title": resolution.title,
        "title_derived": resolution.title_derived,
        "language": resolution.language,
        "version": resolution.version,
        "text": resolution.text,
        "text_digest": resolution.digest,
        "provisions": [
            {"id": one.id, "kind": one.kind, "marker": one.marker, "level": one.level}
            | {"text": one.text}
            for one in resolution.provisions
        ],
        "outcome": resolution.outcome.value,
        "outcome_label": resolution.label,
        "decided_on": None if day is None else day.isoformat(),
        "published_at": resolution.published_at.isoformat(timespec="seconds"),
        "counts_recorded": resolution.counted,
        "voting": None if resolution.voting is None else _voting(resolution.voting),
        "source": None if source is None else _source(source),
        "source_counts": None
        if resolution.source_counts is None
        else _flat(resolution.source_counts, SourceCounts.__slots__),
        "correction": _correction(resolution, whole),
        **({} if whole.corrections is None else {"corrections": list(whole.corrections)}),
        "page": resolution.page,
        **({} if whole.sponsors is None else {"sponsors": list(whole.sponsors)}),
        "translations": whole.translations,
        "amendment_votings": whole.amendment_votings,
        "record": whole.record,
    }


def _correction(resolution: PublicResolution, whole: Whole) -> dict[str, Any] | None:
    """Which version this is, and why; what was before stands at `record`, wherever it was made."""
    one = resolution.correction
    if one is None:
        return None
    return {
        "version": one.version,
        "corrected_at": one.corrected_at.isoformat(timespec="seconds"),
        "because": one.because,
        "note": one.note,
        "record": whole.corrections[-1]["record"]
        if whole.corrections
        else record_page(resolution.page, one.version),
    }


def correction_document(page: str, digest: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """A correction as it was kept, and where it is read; `page` is that of the resolution."""
    record = record_page(page, document["version"])
    return {"digest": digest, "record": record, "document": dict(document)}


def record_page(page: str, version: int) -> str:
    """The address of a version of the record of an outcome."""
    return f"{page}/records/{version}"


def assembly_of(assembly: PublicAssembly) -> dict[str, Any]:
    """Whose they are."""
    return {
        "slug": assembly.slug,
        "name": assembly.name,
        "language": assembly.language,
        "time_zone": assembly.time_zone,
        "held_on": None if assembly.held_on is None else assembly.held_on.isoformat(),
        "imported": assembly.imported,
        "page": assembly.page,
    }


def head_of(assembly: PublicAssembly | None, at: str) -> dict[str, Any]:
    """What a file is, where it is read, and whose resolutions it holds."""
    head = {
        "format": FORMAT,
        "schema": f"{at.partition('/api/')[0]}/api/v1/export/schema",
        "at": at,
        "assembly": None if assembly is None else assembly_of(assembly),
    }
    if assembly is None or assembly.head is None:
        return head
    kept: dict[str, Any] = json.loads(assembly.head)
    return kept | {"at": "?".join([kept["at"], *at.split("?")[1:]])}


def upgraded(head: str) -> str:
    """The first line of a file that came in, as one of the present format."""
    return dumps(json.loads(head) | {"format": FORMAT})


class Lines:
    """The lines of a file, and their digest: SHA-256 of all that stands before the last line."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.count = 0

    def begin(self, head: Mapping[str, Any]) -> bytes:
        """The first line, without its end."""
        return self._written(dumps(head)[:-1] + ',"resolutions":[')

    def add(self, documents: Iterable[Mapping[str, Any]]) -> bytes:
        """One line each."""
        lines = []
        for one in documents:
            lines.append(("," if self.count else "") + "\n" + dumps(one))
            self.count += 1
        return self._written("".join(lines))

    def end(self) -> bytes:
        """The last line: the digest, and how many there were."""
        before = self._written("\n")
        tail = f'],"digest":"{self._digest.hexdigest()}","count":{self.count}}}\n'
        return before + tail.encode()

    def _written(self, words: str) -> bytes:
        data = words.encode()
        self._digest.update(data)
        return data


class JsonDocument:
    """Writes the document, one resolution a line."""

    def __init__(self, assembly: PublicAssembly | None, at: str) -> None:
        self._head = head_of(assembly, at)
        self._lines = Lines()

    def begin(self) -> bytes:
        """What it is, and whose."""
        return self._lines.begin(self._head)

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """One line each."""
        return self._lines.add(map(document_of, resolutions))

    def end(self) -> bytes:
        """That nothing is missing or changed."""
        return self._lines.end()


def dumps(value: object) -> str:
    """Compact, with letters as they are."""
    return _COMPACT.encode(value)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
