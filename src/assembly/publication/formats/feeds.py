# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published outcomes to subscribe to: Atom (RFC 4287, RFC 5005) and JSON Feed 1.1.

An entry has the name of its resolution for ever (`urn:uuid:`); when the outcome of a new voting
takes the place of an annulled one, or something is corrected, `updated` is later. A feed holds
the latest ones and leads to archives, in which the others stand; all of them are in the files.
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
HISTORY = "http://purl.org/syndication/history/1.0"
ATOM_TYPE = "application/atom+xml"
FEED_TYPE = "application/feed+json"
LATEST = 100
"""How many a feed holds at most."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is of: its own addresses, the page it belongs to, and where all of them are.

    There are `archives`, from 1, the oldest, on; with an `archive` the document is that one.
    """

    title: str
    language: str
    page: str
    atom: str
    json: str
    everything: str
    changed_at: str
    archives: int = 0
    archive: int | None = None

    def here(self, feed: str) -> str:
        """The address of this document; `feed` is that of what one subscribes to."""
        return feed if self.archive is None else _archive(feed, self.archive)

    def older(self, feed: str) -> str | None:
        """Where it goes on, if it does."""
        number = self.archives if self.archive is None else self.archive - 1
        return _archive(feed, number) if number else None

    def links(self, feed: str) -> Iterator[tuple[str, str]]:
        """Relations to the other documents, paged and archived (RFC 5005, 3 and 4)."""
        if not self.archives:
            return
        yield "first", feed
        yield "last", _archive(feed, 1)
        older = self.older(feed)
        if older is not None:
            yield "next", older
            yield "prev-archive", older
        if self.archive is not None:
            yield "current", feed
            newest = self.archive == self.archives
            newer = feed if newest else _archive(feed, self.archive + 1)
            yield "previous", newer
            if not newest:
                yield "next-archive", newer


def _archive(feed: str, number: int) -> str:
    return f"{feed}?archive={number}"


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


def item_of(one: PublicResolution) -> Item:
    """An outcome as a piece of news."""
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
    yield f'<feed xmlns="{ATOM}" xmlns:fh="{HISTORY}" xml:lang="{feed.language}">\n'
    yield f"<id>{xml(feed.atom)}</id>\n"
    if feed.archive is not None:
        yield "<fh:archive/>\n"
    yield f"<title>{xml(feed.title)}</title>\n<updated>{feed.changed_at}</updated>\n"
    yield f'<link rel="self" type="{ATOM_TYPE}" href="{xml(feed.here(feed.atom))}"/>\n'
    for relation, address in feed.links(feed.atom):
        yield f'<link rel="{relation}" type="{ATOM_TYPE}" href="{xml(address)}"/>\n'
    yield f'<link rel="alternate" type="text/html" href="{xml(feed.page)}"/>\n'
    yield f'<link rel="alternate" type="{FEED_TYPE}" href="{xml(feed.here(feed.json))}"/>\n'
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
    older = feed.older(feed.json)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.here(feed.json),
        **({} if older is None else {"next_url": older}),
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
