# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The latest published outcomes to subscribe to: Atom (RFC 4287) and JSON Feed 1.1.

An entry has the name of its resolution for ever (`urn:uuid:`); when the outcome of a new voting
takes the place of an annulled one, or something is corrected, `updated` is later. A feed holds
the latest ones; all of them are in the files.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.words import (
    WORDS,
    correction_words,
    name_of,
    place_of,
    source_counts_words,
)
from assembly.publication.formats.xml_text import xml
from assembly.themes.rules.theme import Theme

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml"
FEED_TYPE = "application/feed+json"
LATEST = 100
"""How many a feed holds at most."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is of: its own addresses, the page it belongs to, and where all of them are."""

    title: str
    language: str
    page: str
    atom: str
    json: str
    everything: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news. `tag` is a word for programs, and the same for people."""

    id: str
    title: str
    summary: str
    content: str
    content_language: str
    at: datetime
    page: str
    api: str
    tag: tuple[str, str]
    author: PublicAssembly
    changed_at: datetime | None = None
    themes: tuple[Theme, ...] = ()

    @property
    def updated(self) -> datetime:
        """When it changed last; when it came, where it never did."""
        return self.changed_at or self.at


def title_of(one: PublicResolution) -> str:
    """As lists show it: "Resolutie 12: Gratis bus – Goedgekeurd"."""
    named = name_of(one) if one.title_derived else f"{name_of(one)}: {one.title}"
    return f"{named} – {one.label}"


def summary_of(one: PublicResolution) -> str:
    """Why, in a sentence; of history, what is recorded of counts, and where it was read.

    What was corrected says so, and why.
    """
    told = [
        _why(one),
        correction_words(one),
        None if one.correction is None else one.correction.note,
    ]
    return " ".join(filter(None, told))


def _why(one: PublicResolution) -> str:
    language = one.assembly.language
    if one.voting is not None:
        return one.voting.sentences[language]
    words = WORDS[language]
    counts = source_counts_words(one) or words.not_recorded
    return f"{one.label}. {words.counts}: {counts}. {words.source}: {place_of(one)}."


def write_atom(feed: Feed, resolutions: Sequence[PublicResolution]) -> bytes:
    """The Atom feed of outcomes."""
    return atom_of(feed, [_item(one) for one in resolutions])


def write_json_feed(feed: Feed, resolutions: Sequence[PublicResolution]) -> bytes:
    """The JSON Feed of outcomes."""
    return json_feed_of(feed, [_item(one) for one in resolutions])


def _item(one: PublicResolution) -> Item:
    return Item(
        id=f"urn:uuid:{one.id}",
        title=title_of(one),
        summary=summary_of(one),
        content=one.text,
        content_language=one.language,
        at=one.published_at,
        page=one.page,
        api=one.api,
        tag=(one.outcome.value, one.label),
        author=one.assembly,
        changed_at=one.changed_at,
        themes=one.themes,
    )


def atom_of(feed: Feed, items: Sequence[Item]) -> bytes:
    """The Atom feed of anything."""
    return "".join(_atom(feed, items)).encode()


def _atom(feed: Feed, items: Sequence[Item]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<feed xmlns="{ATOM}" xml:lang="{feed.language}">\n<id>{xml(feed.atom)}</id>\n'
    yield f"<title>{xml(feed.title)}</title>\n<updated>{feed.changed_at}</updated>\n"
    yield f'<link rel="self" type="{ATOM_TYPE}" href="{xml(feed.atom)}"/>\n'
    yield f'<link rel="alternate" type="text/html" href="{xml(feed.page)}"/>\n'
    yield f'<link rel="alternate" type="{FEED_TYPE}" href="{xml(feed.json)}"/>\n'
    yield f'<link rel="related" type="application/json" href="{xml(feed.everything)}"/>\n'
    yield "<generator>Assembly</generator>\n"
    for item in items:
        yield from _entry(item)
    yield "</feed>\n"


def _entry(item: Item) -> Iterator[str]:
    at = item.at.isoformat(timespec="seconds")
    updated = item.updated.isoformat(timespec="seconds")
    term, label = item.tag
    yield f'<entry xml:lang="{item.author.language}">\n<id>{item.id}</id>\n'
    yield f"<title>{xml(item.title)}</title>\n<updated>{updated}</updated>\n"
    yield f"<published>{at}</published>\n"
    yield f"<author><name>{xml(item.author.name)}</name></author>\n"
    yield f'<category term="{term}" label="{xml(label)}"/>\n'
    for theme in item.themes:
        scheme, word = f"{item.author.site}/themes", xml(theme.label(item.author.language))
        yield f'<category term="{theme.slug}" scheme="{xml(scheme)}" label="{word}"/>\n'
    yield f'<link rel="alternate" type="text/html" href="{xml(item.page)}"/>\n'
    yield f'<link rel="alternate" type="application/json" href="{xml(item.api)}"/>\n'
    yield f"<summary>{xml(item.summary)}</summary>\n"
    content = xml(item.content)
    yield f'<content type="text" xml:lang="{item.content_language}">{content}</content>\n</entry>\n'


def json_feed_of(feed: Feed, items: Sequence[Item]) -> bytes:
    """The JSON Feed of anything."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.json,
        "language": feed.language,
        "items": [
            {
                "id": item.id,
                "url": item.page,
                "external_url": item.api,
                "title": item.title,
                "summary": item.summary,
                "content_text": item.content,
                "date_published": item.at.isoformat(timespec="seconds"),
                "date_modified": item.updated.isoformat(timespec="seconds"),
                "authors": [{"name": item.author.name, "url": item.author.page}],
                "tags": [
                    *item.tag,
                    *(one.label(item.author.language) for one in item.themes),
                ],
                "language": item.content_language,
            }
            for item in items
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
