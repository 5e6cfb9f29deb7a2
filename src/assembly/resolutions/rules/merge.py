# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merge amendments into one text, in which every span can name where it came from.

The order in which amendments are given never matters: they are taken by their numbers. Where two
are in conflict the words of the base text stand, unless the conflict was settled; everything else
is applied (RULES, "Text").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assembly.resolutions.rules.changes import (
    BEGINNING,
    Base,
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Restyle,
    Reword,
    Split,
    Style,
)
from assembly.resolutions.rules.conflicts import (
    Claim,
    Conflict,
    Settlement,
    by_number,
    claims_of,
    find_conflicts,
    settle,
)
from assembly.resolutions.rules.nesting import soundly_nested
from assembly.resolutions.rules.numbering import numbered
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.words import would_glue

NOTHING: Mapping[tuple[str, Change], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and the amendments it came from, by number; none for the base text."""

    text: str
    amendments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The text that comes out, each provision's spans, and the conflicts that remain.

    The spans of a provision joined are its text. `applied` are the claims that were put in.
    """

    provisions: tuple[Provision, ...]
    spans: tuple[tuple[Span, ...], ...]
    conflicts: tuple[Conflict, ...]
    applied: tuple[Claim, ...]


def merge(
    base: Base,
    amendments: Mapping[str, Sequence[Change]],
    settlements: Iterable[Settlement] = (),
    credit: Mapping[tuple[str, Change], tuple[str, ...]] = NOTHING,
) -> Merged:
    """All amendments taken as adopted. The same set gives the same text and the same conflicts.

    `credit` names for a change of an amendment those that are to be named instead: the amendment
    with the ones that were made to it. Where several are done together, no item stands deeper than
    one level below what stands before it, unless it did in the base text. Runs of consecutive
    markers count on by one.
    """
    claims = claims_of(amendments)
    conflicts = find_conflicts(base, claims)
    disputed = {claim for conflict in conflicts for claim in conflict.claims}
    free = [claim for claim in claims if claim not in disputed]
    settled, open_ones = settle(base, conflicts, settlements)
    applied = sorted((*free, *settled), key=lambda claim: claim.place)
    writing = _Writing(base, applied, credit)
    written = writing.write()
    provisions = [piece.provision for piece in written]
    if len({name for claim in applied for name in claim.amendments}) > 1:
        provisions = soundly_nested(base, provisions)
    return Merged(
        tuple(numbered(base.numbering, provisions, writing.moved)),
        tuple(piece.spans() for piece in written),
        tuple(open_ones),
        tuple(applied),
    )


class _Piece:
    """One provision while it is being written: runs of tokens, each with where it came from."""

    def __init__(self, provision: Provision) -> None:
        self.head = provision
        self.runs: list[tuple[list[str], tuple[str, ...]]] = []

    def add(self, words: Sequence[str], sources: tuple[str, ...] = ()) -> None:
        """The words stand next; never glued to what stands before."""
        if not words:
            return
        run = list(words)
        if self.runs and would_glue(self.runs[-1][0], run[0]):
            run[0] = f" {run[0]}"
        if self.runs and self.runs[-1][1] == sources:
            self.runs[-1][0].extend(run)
        else:
            self.runs.append((run, sources))

    @property
    def provision(self) -> Provision:
        """As it reads now."""
        return replace(self.head, text="".join(span.text for span in self.spans()))

    def spans(self) -> tuple[Span, ...]:
        """Runs of words from the same amendments."""
        spans = [Span("".join(run), sources) for run, sources in self.runs]
        if spans:
            spans[0] = Span(spans[0].text.removeprefix(" "), spans[0].amendments)
        return tuple(span for span in spans if span.text)


class _Untouched(_Piece):
    """One that nothing is done to: not even its words are looked at."""

    @property
    def provision(self) -> Provision:
        """As it was."""
        return self.head

    def spans(self) -> tuple[Span, ...]:
        """One, of the base text."""
        return (Span(self.head.text, ()),)


class _Writing:
    """Claims that may all be done, sorted by where, and the text they give."""

    def __init__(
        self,
        base: Base,
        claims: Sequence[Claim],
        credit: Mapping[tuple[str, Change], tuple[str, ...]],
    ) -> None:
        self.base = base
        self.credit = credit
        self.removed: set[str] = set()
        self.joined: set[str] = set()
        self.moved: set[str] = set()
        self.styles: dict[str, Style] = {}
        self.inside: dict[str, list[Claim]] = defaultdict(list)
        self.behind: dict[str, list[Claim]] = defaultdict(list)
        self.touched: set[str] = set()
        self.names = _Names({provision.id for provision in base.provisions})
        for claim in claims:
            match claim.change:
                case Remove(name):
                    self.removed.add(name)
                case Join(name):
                    self.joined.add(name)
                    self.touched |= {name, base.before(name)}
                case Move(name, after):
                    self.moved.add(name)
                    self.behind[after].append(claim)
                case Restyle(name, style):
                    self.styles[name] = style
                case Insert(name):
                    self.behind[name].append(claim)
                case Reword(name) | Split(name):
                    self.touched.add(name)
                    self.inside[name].append(claim)

    def write(self) -> list[_Piece]:
        pieces: list[_Piece] = []
        self._behind(BEGINNING, pieces)
        for provision in self.base.provisions:
            if provision.id not in self.removed and provision.id not in self.moved:
                self._provision(provision, pieces)
            self._behind(provision.id, pieces)
        return [piece for piece in pieces if piece.provision.text.strip()]

    def _behind(self, name: str, pieces: list[_Piece]) -> None:
        for claim in self.behind.get(name, ()):
            change = claim.change
            if isinstance(change, Move):
                self._provision(self.base.provisions[self.base.place[change.provision]], pieces)
            elif isinstance(change, Insert):
                piece = self._begin(change.style, claim)
                piece.add(change.words, self._sources(claim))
                pieces.append(piece)

    def _provision(self, provision: Provision, pieces: list[_Piece]) -> None:
        style = self.styles.get(provision.id)
        head = _styled(provision, style) if style else provision
        if provision.id not in self.touched:
            pieces.append(_Untouched(head))
            return
        if provision.id in self.joined and pieces:
            piece = pieces[-1]
        else:
            piece = _Piece(head)
            pieces.append(piece)
        tokens = self.base.tokens(provision.id)
        at = 0
        for claim in self.inside.get(provision.id, ()):
            change = claim.change
            if isinstance(change, Split):
                piece.add(tokens[at : change.at])
                at = change.at
                piece = self._begin(change.style, claim)
                pieces.append(piece)
            elif isinstance(change, Reword):
                piece.add(tokens[at : change.start])
                piece.add(change.words, self._sources(claim))
                at = change.end
        piece.add(tokens[at:])

    def _sources(self, claim: Claim) -> tuple[str, ...]:
        if not self.credit:
            return claim.amendments
        names = {
            one
            for name in claim.amendments
            for one in self.credit.get((name, claim.change), (name,))
        }
        return tuple(sorted(names, key=by_number))

    def _begin(self, style: Style, claim: Claim) -> _Piece:
        name = self.names.give(f"{claim.amendments[0]}.{claim.ordinal}")
        return _Piece(_styled(Provision(style.kind, style.marker, "", style.level, name), style))


class _Names:
    """Names for new provisions: the amendment's with the place of the change in it, from 1."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def give(self, name: str) -> str:
        while name in self.taken:
            name += "'"
        self.taken.add(name)
        return name


def _styled(provision: Provision, style: Style) -> Provision:
    level = style.level if style.kind is Kind.ITEM else 0
    return replace(provision, kind=style.kind, marker=style.marker, level=level)
