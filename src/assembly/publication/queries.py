# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: what the public may know of an outcome, and when.

A resolution that a voting of ours decided shows its outcome only once the record is published;
until then it is under vote, for everybody and in every form. History shows what its source says.
A record whose voting was annulled stays at its address and is no resolution's outcome any more.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.queries import FactsView, facts_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.errors import (
    NotPublished,
    ResolutionNotFound,
    TranslationNotFound,
    VersionNotFound,
    VotingNotFound,
)
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.corrections import Corrected, corrections_of
from assembly.publication.elsewhere import Elsewhere, elsewhere_among
from assembly.publication.lineage import Lineage, lineage_of
from assembly.publication.models import Correction, Record
from assembly.resolutions.backing import ProposalView, SponsorView, drafts_of, hand_of, sponsors_of
from assembly.resolutions.history import (
    TranslationLine,
    TranslationView,
    VersionLine,
    VersionView,
    VersionWords,
    translation_view,
    translations_of,
    version_view,
    versions_of,
    words_of_versions,
)
from assembly.resolutions.queries import (
    ResolutionView,
    count_by_state,
    mark_of,
    resolution_view,
    resolutions_among,
    resolutions_of,
)
from assembly.resolutions.rules.lifecycle import DECIDED, PUBLIC_STATES, STATE_OF, State
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import themes_of
from assembly.themes.rules.theme import Theme
from assembly.voting.box import ballots_of_seat
from assembly.voting.queries import (
    VotingView,
    annulled_votings,
    counted_without,
    moves_of,
    require_voting,
    waiting_for_release,
)
from assembly.voting.rules.ballot import Secrecy, Subject


@dataclass(frozen=True, slots=True)
class Published:
    """A record as it was released; that of a test voting is released to nobody."""

    document: dict[str, Any]
    digest: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution with what may be said of its outcome. `record` is None for history.

    `corrected` is the latest correction of what is published now, whose facts hold.
    `facts` are what the source of history says beside the words, where it says anything.
    What another installation decided has that one's record, and is `elsewhere`; where it is read by
    itself, and that one told of it, its `lineage` says how its text came about.
    `whole` says that the reader is one of its sponsors or moderators: they see every version, and
    why it was returned; the public sees the version that was tabled first, and later ones.
    """

    resolution: ResolutionView
    outcome: Outcome | None
    record: Published | None
    corrected: Corrected | None = None
    sponsors: tuple[SponsorView, ...] = ()
    translations: tuple[TranslationLine, ...] = ()
    themes: tuple[Theme, ...] = ()
    whole: bool = False
    facts: FactsView | None = None
    elsewhere: Elsewhere | None = None
    lineage: Lineage | None = None

    @property
    def public_from(self) -> int | None:
        """The earliest version everybody may read; None while there is none."""
        return self.resolution.public_from if self.lineage is None else self.lineage.first_version

    @property
    def voting(self) -> UUID | None:
        """Whose record it is, here or elsewhere; None for history without a record."""
        return None if self.record is None else UUID(self.record.document["voting"]["id"])

    @property
    def voting_here(self) -> UUID | None:
        """The voting of this house that decided it: its box, roll and bundle are here."""
        return self.voting if self.elsewhere is None else None

    @property
    def counts_recorded(self) -> bool:
        """Whether any count of it is known: by a record, a correction, or a source of history."""
        return (
            self.record is not None
            or (self.corrected is not None and self.corrected.facts.counts is not None)
            or (self.facts is not None and self.facts.counted)
        )

    @property
    def first_version(self) -> int:
        """The earliest version this reader may see."""
        ours = self.whole and self.lineage is None
        return 1 if ours else self.public_from or self.resolution.version


@dataclass(frozen=True, slots=True)
class Totals:
    """How many resolutions the public sees, and how they came out. The same on every page."""

    total: int
    adopted: int
    not_adopted: int

    @property
    def pending(self) -> int:
        """On the table or under vote."""
        return self.total - self.adopted - self.not_adopted


@dataclass(frozen=True, slots=True)
class ReceiptByName:
    """A ballot of a published roll call, as whoever cast it may see it: it is public anyway."""

    voting: UUID
    number: int
    amendments: tuple[int, ...]
    seat: int
    choice: str
    tracker: UUID


async def decisions_of(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    outcome: Outcome | None = None,
    q: str | None = None,
    after: int = 0,
    limit: int | None = None,
    drafts: bool = False,
    among: Select[UUID] | None = None,
) -> list[Decision]:
    """By number, in a few statements. `drafts` adds what only moderators may read."""
    states: Iterable[State] = PUBLIC_STATES
    unpublished: list[UUID] = []
    if outcome is not None:
        states = {STATE_OF[outcome]}
        waiting = await counted_without(session, select(Record.voting_id))
        unpublished = [one.resolution_id for one in waiting if one.subject is Subject.RESOLUTION]
    elif drafts:
        states = State
    views = await resolutions_of(
        session,
        assembly_id,
        states=states,
        q=q,
        after=after,
        limit=limit,
        but_not=unpublished,
        among=among,
    )
    return await _gated(session, views, whole=drafts)


async def decisions_among(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Decision]:
    """Those with these ids that the public may read, in two statements."""
    views = await resolutions_among(session, ids)
    public = [view for view in views.values() if view.state in PUBLIC_STATES]
    return {one.resolution.id: one for one in await _gated(session, public, whole=False)}


async def released_part(
    session: AsyncSession,
    assembly_id: UUID,
    *,
    outcome: Outcome | None = None,
    after: int = 0,
    limit: int,
    among: Select[UUID] | None = None,
) -> tuple[list[Decision], int | None]:
    """Those with a published outcome among the next `limit` decided ones, in three statements.

    And the number to go on after; None when there are no more. Sponsors and translations are not
    read: what is made of these does not tell of them.
    """
    states = {STATE_OF[outcome]} if outcome else set(DECIDED)
    views = await resolutions_of(
        session, assembly_id, states=states, after=after, limit=limit, among=among
    )
    ours = [view.id for view in views if view.source_id is None]
    records = await _records_of(session, ours)
    facts = await _facts_of(session, views)
    themes = await themes_of(session, [view.id for view in views])
    theirs = await elsewhere_among(session, [one.id for one in views if one.source_id is not None])
    released = [
        _with_elsewhere(
            Decision(
                view,
                DECIDED[view.state],
                records.get(view.id),
                themes=themes.get(view.id, ()),
                facts=facts.get(view.id),
            ),
            theirs,
        )
        for view in views
        if view.source_id is not None or view.id in records
    ]
    released = await _put_right(session, released)
    return released, views[-1].number if len(views) == limit else None


def decided_a_resolution() -> ColumnElement[bool]:
    """Of a record: its voting was about a resolution itself, and was not void."""
    outcome = Record.document["verdict"]["outcome"].astext
    return and_(outcome.is_not(None), Record.document["amendments"].astext.is_(None))


async def latest_records(
    session: AsyncSession,
    assemblies: Sequence[UUID],
    *,
    limit: int,
    among: Select[UUID] | None = None,
) -> list[tuple[UUID, UUID]]:
    """Resolution and assembly of the latest records in force that decided a resolution.

    One that was corrected is as late as its latest correction.
    """
    corrected_at = (
        select(func.max(Correction.corrected_at))
        .where(Correction.voting_id == Record.voting_id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Record.resolution_id, Record.assembly_id)
        .where(
            Record.assembly_id.in_(assemblies),
            Record.voting_id.not_in(annulled_votings()),
            decided_a_resolution(),
            true() if among is None else Record.resolution_id.in_(among),
        )
        .order_by(func.greatest(Record.published_at, corrected_at).desc(), Record.voting_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def released_among(
    session: AsyncSession, found: Sequence[tuple[UUID, UUID]]
) -> list[tuple[Decision, UUID]]:
    """Those of these resolutions whose outcome is published, with their assemblies."""
    views = await resolutions_among(session, [resolution_id for resolution_id, _ in found])
    records = await _records_of(session, list(views))
    themes = await themes_of(session, list(views))
    released = [
        Decision(view, DECIDED[view.state], records[view.id], themes=themes.get(view.id, ()))
        for resolution_id, _ in found
        if (view := views.get(resolution_id)) is not None
        and view.id in records
        and view.state in DECIDED
    ]
    assemblies = dict(found)
    return [
        (decision, assemblies[decision.resolution.id])
        for decision in await _put_right(session, released)
    ]


async def require_decision(
    session: AsyncSession, assembly_id: UUID, number: int, *, drafts: bool = False
) -> Decision:
    """The resolution with this number, or `ResolutionNotFound`: a draft is nobody's business.

    Nobody's but its sponsors' and the moderators': `drafts`, as `reads_whole` says.
    """
    view = await resolution_view(session, assembly_id, number)
    if view is None or not (drafts or view.state in PUBLIC_STATES):
        raise ResolutionNotFound("There is no resolution with this number here.")
    (decision,) = await _gated(session, [view], whole=drafts)
    if decision.elsewhere is None:
        return decision
    return replace(decision, lineage=await lineage_of(session, view))


async def reads_whole(session: AsyncSession, actor: Actor, assembly_id: UUID, number: int) -> bool:
    """Whether this one may read it before it is tabled, and all its versions."""
    if not actor.is_signed_in:
        return False
    return await hand_of(session, actor, assembly_id, number) is not None


async def decision_for(
    session: AsyncSession, slug: str, number: int, actor: Actor
) -> tuple[Assembly, Decision]:
    """The assembly, and the resolution as this reader may see it, or `ResolutionNotFound`."""
    assembly = await require_assembly(session, slug)
    whole = await reads_whole(session, actor, assembly.id, number)
    return assembly, await require_decision(session, assembly.id, number, drafts=whole)


async def drafts_shown(
    session: AsyncSession, assembly_id: UUID, *, seat_id: UUID | None
) -> list[ProposalView]:
    """As `drafts_of`; what is decided and not published is under vote, for its sponsors too."""
    found = await drafts_of(session, assembly_id, seat_id=seat_id)
    decided = [one.id for one in found if one.state in DECIDED]
    published = await _records_of(session, decided)
    return [
        replace(one, state=State.UNDER_VOTE)
        if one.state in DECIDED and one.id not in published
        else one
        for one in found
    ]


async def versions_shown(session: AsyncSession, decision: Decision) -> list[VersionLine]:
    """The versions this reader may see, the first one first."""
    if decision.lineage is not None:
        return decision.lineage.lines
    every = await versions_of(session, decision.resolution.id)
    return [line for line in every if line.ordinal >= decision.first_version]


async def require_version(session: AsyncSession, decision: Decision, ordinal: int) -> VersionView:
    """This version, or `VersionNotFound`, also where this reader may not know of it."""
    kept = decision.lineage
    theirs = None if kept is None else kept.version(ordinal)
    if ordinal < decision.first_version or (theirs is None and kept is not None):
        raise VersionNotFound("The resolution has no such version.", version=ordinal)
    if theirs is not None:
        return theirs
    return await version_view(session, decision.resolution.id, ordinal)


async def words_shown(
    session: AsyncSession, decision: Decision, ordinals: Collection[int]
) -> dict[int, VersionWords]:
    """The words of these versions, here or elsewhere, in one statement at most."""
    if decision.lineage is not None:
        return decision.lineage.words(ordinals)
    return await words_of_versions(session, decision.resolution.id, ordinals)


async def require_translation(
    session: AsyncSession, decision: Decision, language: str
) -> TranslationView:
    """The translation, or `TranslationNotFound`, also of a version this reader may not see."""
    if language not in {line.language for line in decision.translations}:
        raise TranslationNotFound("There is no translation into this language.")
    return await translation_view(session, decision.resolution.id, language)


async def totals_of(session: AsyncSession, assembly_id: UUID) -> Totals:
    """What every page and every answer says about an assembly."""
    states = Counter(await count_by_state(session, assembly_id))
    for unpublished in await counted_without(session, select(Record.voting_id)):
        if unpublished.subject is not Subject.RESOLUTION:
            continue
        if unpublished.assembly_id == assembly_id and unpublished.outcome is not None:
            states[STATE_OF[unpublished.outcome]] -= 1
            states[State.UNDER_VOTE] += 1
    return Totals(
        total=sum(states[state] for state in PUBLIC_STATES),
        adopted=states[State.ADOPTED],
        not_adopted=states[State.NOT_ADOPTED],
    )


async def public_mark(
    session: AsyncSession, assembly_id: UUID | None = None, *, votings: bool = True
) -> str:
    """A word that changes whenever what the public may read of the assembly (or of all) does.

    Every change of a resolution raises its revision, every publication adds a record, every
    annulment takes one out of those in force, and where a voting stands is shown with what it is
    about. What is said of all assemblies together says nothing of votings that go on; who follows
    the `votings` by themselves leaves them out.
    """
    here = true() if assembly_id is None else Record.assembly_id == assembly_id
    in_force = Record.voting_id.not_in(annulled_votings())
    moves = literal(0) if assembly_id is None or not votings else moves_of(assembly_id)
    found = (
        await session.execute(
            select(func.count(), func.count().filter(in_force), moves)
            .select_from(Record)
            .where(here)
        )
    ).one()
    records = ".".join(map(str, found))
    return f"{assembly_id}.{await mark_of(session, assembly_id)}.{records}"


def in_the_house(actor: Actor, assembly_id: UUID) -> bool:
    """Whether test votings may be shown: to its moderators and participants, to nobody else."""
    return may(actor, Permission.MODERATE, assembly_id) or may(actor, Permission.CAST, assembly_id)


async def require_shown(session: AsyncSession, voting_id: UUID, actor: Actor) -> VotingView:
    """The voting, or `VotingNotFound`: also for a test voting that is none of the actor's."""
    voting = await require_voting(session, voting_id)
    if voting.is_test and not in_the_house(actor, voting.assembly_id):
        raise VotingNotFound("There is no such voting.", voting_id=str(voting_id))
    return voting


async def require_record(session: AsyncSession, voting_id: UUID) -> Published:
    """The published record, or `NotPublished`."""
    record = await session.get(Record, voting_id)
    if record is None:
        raise NotPublished("The result of this voting is not published.", voting_id=str(voting_id))
    return Published(record.document, record.digest, record.published_at)


async def published_among(session: AsyncSession, votings: Sequence[UUID]) -> dict[UUID, Published]:
    """The records in force of these votings; one that was annulled has none."""
    if not votings:
        return {}
    rows = await session.scalars(
        select(Record).where(
            Record.voting_id.in_(votings), Record.voting_id.not_in(annulled_votings())
        )
    )
    return {row.voting_id: Published(row.document, row.digest, row.published_at) for row in rows}


async def receipts_by_name(
    session: AsyncSession, assembly_id: UUID, seat_id: UUID
) -> list[ReceiptByName]:
    """What this seat cast in the published roll calls of its assembly, the latest first."""
    records = list(
        await session.scalars(
            select(Record)
            .where(
                Record.assembly_id == assembly_id,
                Record.document["voting"]["secrecy"].astext == Secrecy.ROLL_CALL.value,
            )
            .order_by(Record.published_at.desc())
        )
    )
    cast = await ballots_of_seat(session, [record.voting_id for record in records], seat_id)
    return [
        ReceiptByName(
            record.voting_id,
            record.document["resolution"]["number"],
            tuple(one["number"] for one in record.document.get("amendments", ())),
            seat,
            choice.value,
            tracker,
        )
        for record in records
        for (voting_id, seat), (tracker, choice) in sorted(cast.items())
        if voting_id == record.voting_id
    ]


async def records_of_outcome(
    session: AsyncSession, resolution_id: UUID
) -> list[tuple[UUID, Published, bool]]:
    """Every record that decided this resolution, the first one first, and whether it is in force.

    By the voting. One whose voting was annulled is among them.
    """
    rows = await session.execute(
        select(Record, Record.voting_id.not_in(annulled_votings()))
        .where(
            Record.resolution_id == resolution_id,
            decided_a_resolution(),
        )
        .order_by(Record.published_at, Record.voting_id)
    )
    return [
        (row.voting_id, Published(row.document, row.digest, row.published_at), in_force)
        for row, in_force in rows
    ]


async def has_record(session: AsyncSession, voting_id: UUID) -> bool:
    """Whether the public may read the result."""
    return bool(
        await session.scalar(select(select(Record).where(Record.voting_id == voting_id).exists()))
    )


async def waiting_for_publication(session: AsyncSession, at: datetime) -> list[UUID]:
    """Votings counted and without a record, but for those that are held back until later."""
    return await waiting_for_release(session, select(Record.voting_id), at)


async def _records_of(session: AsyncSession, decided: list[UUID]) -> dict[UUID, Published]:
    """The record in force of each of these resolutions that has one."""
    if not decided:
        return {}
    annulled = annulled_votings()  # looked up one by one: there may be a hundred thousand votings
    annulled = annulled.where(annulled.selected_columns.id == Record.voting_id)
    rows = await session.execute(
        select(Record.resolution_id, Record.document, Record.digest, Record.published_at).where(
            Record.resolution_id.in_(decided),
            decided_a_resolution(),
            ~annulled.correlate(Record).exists(),
        )
    )
    return {
        row.resolution_id: Published(row.document, row.digest, row.published_at) for row in rows
    }


async def _facts_of(
    session: AsyncSession, views: Sequence[ResolutionView]
) -> dict[UUID, FactsView]:
    return await facts_of(session, [view.id for view in views if view.source_id is not None])


async def records_on_amendments(
    session: AsyncSession, resolutions: Sequence[UUID]
) -> dict[UUID, list[Published]]:
    """The records in force of votings about amendments to these, in the order of publication."""
    found: dict[UUID, list[Published]] = {}
    if not resolutions:
        return found
    annulled = annulled_votings()
    annulled = annulled.where(annulled.selected_columns.id == Record.voting_id)
    rows = await session.scalars(
        select(Record)
        .where(
            Record.resolution_id.in_(resolutions),
            Record.document["amendments"].astext.is_not(None),
            ~annulled.correlate(Record).exists(),
        )
        .order_by(Record.published_at, Record.voting_id)
    )
    for row in rows:
        one = Published(row.document, row.digest, row.published_at)
        found.setdefault(row.resolution_id, []).append(one)
    return found


def _with_elsewhere(decision: Decision, found: Mapping[UUID, Elsewhere]) -> Decision:
    """With what another installation published of it, if it did."""
    theirs = found.get(decision.resolution.id)
    if theirs is None:
        return decision
    document = theirs.document
    record = document["record"]
    if record is not None:
        at = datetime.fromisoformat(document["published_at"])
        published = Published(record, document["voting"]["digest"], at)
        decision = replace(decision, record=published)
    return replace(decision, elsewhere=theirs)


async def _gated(
    session: AsyncSession, views: list[ResolutionView], *, whole: bool
) -> list[Decision]:
    ours = [view.id for view in views if view.state in DECIDED and view.source_id is None]
    records = await _records_of(session, ours)
    theirs = await elsewhere_among(session, [one.id for one in views if one.source_id is not None])
    ids = [view.id for view in views]
    sponsors = await sponsors_of(session, ids)
    translations = await translations_of(session, ids)
    facts = await _facts_of(session, views)
    themes = await themes_of(session, ids)
    decisions = []
    for view in views:
        decision = Decision(view, DECIDED.get(view.state), records.get(view.id), whole=whole)
        if view.state in DECIDED and view.source_id is None and view.id not in records:
            hidden = replace(view, state=State.UNDER_VOTE, decided_at=None)
            decision = Decision(hidden, None, None, whole=whole)
        decision = _with_elsewhere(decision, theirs)
        decisions.append(
            replace(
                decision,
                facts=facts.get(view.id),
                sponsors=tuple(sponsors.get(view.id, ()))
                if decision.elsewhere is None
                else decision.elsewhere.sponsors,
                themes=themes.get(view.id, ()),
                translations=tuple(
                    line
                    for line in translations.get(view.id, ())
                    if line.version >= decision.first_version
                ),
            )
        )
    return await _put_right(session, decisions)


async def _put_right(session: AsyncSession, decisions: list[Decision]) -> list[Decision]:
    """Each with the latest correction of the record that is in force, or of history."""
    shown = [one.resolution.id for one in decisions if one.outcome is not None]
    found = await corrections_of(session, shown)
    return [
        replace(one, corrected=_latest(one, found[one.resolution.id]))
        if one.resolution.id in found
        else one
        for one in decisions
    ]


def _latest(decision: Decision, corrections: Sequence[Corrected]) -> Corrected | None:
    of = decision.voting_here
    return next((one for one in reversed(corrections) if one.voting_id == of), None)
