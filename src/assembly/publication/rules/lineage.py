# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a text came about in another installation, as its file says it: read and checked.

Its versions have the digests of their words, and the last one is the text that was decided.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assembly.errors import FileAltered, FileNotUnderstood
from assembly.publication.formats.value import PublicResolution
from assembly.publication.rules.parts import (
    digest_in,
    language_in,
    moment_in,
    provision_in,
    whole_in,
    words_in,
)
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.rules.text import Provision, digest

WIDTHS = range(20, 201)

Texts = Mapping[int, Sequence[Provision]]


def version_document(
    version: int,
    title: str | None,
    language: str,
    text_digest: str,
    line_width: int,
    written_at: str,
    written_as: str,
    provisions: Sequence[Provision] | None,
) -> dict[str, Any]:
    """One version. The words of the latest stand with the resolution, and are not told twice."""
    return {
        "version": version,
        "title": title,
        "language": language,
        "digest": text_digest,
        "line_width": line_width,
        "written_at": written_at,
        "written_as": written_as,
        "provisions": None
        if provisions is None
        else [
            {"id": one.id, "kind": one.kind.value, "marker": one.marker, "level": one.level}
            | {"text": one.text}
            for one in provisions
        ],
    }


def require_lineage(lineage: Mapping[str, Any], of: PublicResolution) -> None:
    """Nothing, where all of it fits with the resolution, with its votings and within itself.

    Else `FileAltered`; of another form, it raises what reading it ends in.
    """
    if set(lineage) != {"versions"}:
        raise FileNotUnderstood("how the text came about has other parts.")
    _texts(lineage["versions"], of)


def _texts(versions: Sequence[Mapping[str, Any]], of: PublicResolution) -> Texts:
    """The words of every version that is told."""
    texts: dict[int, Sequence[Provision]] = {}
    for one in versions:
        version, last = whole_in(one["version"]), one is versions[-1]
        words = of.provisions if last else _words(one["provisions"])
        again = version_document(
            version,
            None if one["title"] is None else words_in(one["title"], 300),
            language_in(one["language"]),
            digest_in(one["digest"]),
            _width(one["line_width"]),
            moment_in(one["written_at"]).isoformat(),
            Hand(one["written_as"]).value,
            None if last else words,
        )
        if again != one or version <= max(texts, default=0):
            raise FileNotUnderstood("a version of the text has another form.")
        if digest(words) != one["digest"] or one["language"] != of.language:
            raise FileAltered("A version does not have its digest.", what="lineage")
        texts[version] = words
    if max(texts, default=0) != of.version:
        raise FileAltered("The text that was decided is no version of it.", what="lineage")
    return texts


def _words(documents: Sequence[Mapping[str, Any]]) -> list[Provision]:
    provisions = [provision_in(one) for one in documents]
    names = {one.id for one in provisions}
    if not provisions or len(names) < len(provisions):
        raise FileNotUnderstood("a version has no provisions, or two of one name.")
    return provisions


def _width(value: object) -> int:
    width = whole_in(value)
    if width not in WIDTHS:
        raise FileNotUnderstood("a line is wider or narrower than any that is printed.")
    return width
