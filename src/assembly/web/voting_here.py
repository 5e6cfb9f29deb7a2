# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting on the desk as its page and the parts of it show it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.room import PresenceView, presence_now
from assembly.clock import now
from assembly.errors import Refusal, SmallClasses, VotingNotFound
from assembly.identity.rules.permissions import Actor
from assembly.publication.queries import has_record
from assembly.resolutions.queries import ResolutionView, resolution_by_id
from assembly.voting.electorate import NotVoted, not_voted
from assembly.voting.queries import VotingView, require_voting
from assembly.voting.rules.ballot import Medium
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.quorum_now import QuorumNow
from assembly.voting.rules.release import Release
from assembly.voting.rules.sentence import condition
from assembly.voting.take_part import quorum_of
from assembly.web.about import AskedShown, asked_in
from assembly.web.desk_frame import Frame, desk_page
from assembly.web.hours import end_shown, moment_shown
from assembly.web.paper_views import PapersShown, papers_shown
from assembly.web.rendering import is_named, language_of
from assembly.web.texts import PROBLEMS

MINUTES = (1, 5, 10)
PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Missing:
    """Who has not voted yet: by name where the seat has one, else only how many."""

    named: tuple[NotVoted, ...] = ()
    unnamed: int = 0

    @classmethod
    def of(cls, people: list[NotVoted]) -> "Missing":
        """From everybody without a ballot in the box."""
        named = tuple(one for one in people if is_named(one))
        return cls(named, len(people) - len(named))

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.named) + self.unnamed


@dataclass(frozen=True, slots=True)
class Here:
    """A voting of this assembly with its resolution, and how far it is."""

    frame: Frame
    voting: VotingView
    resolution: ResolutionView
    asked: AskedShown | None
    missing: Missing
    quorum: QuorumNow | None
    papers: PapersShown | None
    presence: PresenceView | None
    published: bool

    @property
    def stands(self) -> str:
        """How far it is, in one word: its state, or that its result is published."""
        counted = self.voting.state is State.COUNTED
        return PUBLISHED if self.published and counted else self.voting.state.value

    @property
    def address(self) -> str:
        """Of its page, without a language."""
        return f"{self.frame.desk}/votings/{self.voting.id}"

    def shown(self, language: str) -> dict[str, Any]:
        """What its page and the parts of it are given."""
        voting, zone, seen = self.voting, self.frame.assembly.time_zone, now()
        return {
            "voting": voting,
            "stands": self.stands,
            "resolution": self.resolution,
            "asked": self.asked,
            "missing": self.missing,
            "quorum": self.quorum,
            "papers": self.papers,
            "presence": self.presence,
            "made": seen.isoformat(),
            "opens": voting.opens_at and moment_shown(voting.opens_at, zone, seen, language),
            "ends": end_shown(voting.closes_at, zone, seen, language),
            "held": is_waiting(voting),
            "publishes": voting.publish_at
            and moment_shown(voting.publish_at, zone, seen, language),
        }


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in on its page, to be shown again, and what is wrong with it, by field."""

    because: str = ""
    paper: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.paper.get(name, "")


def is_waiting(voting: VotingView) -> bool:
    """Whether its result will be held back, or is; a test has none that anybody reads."""
    over = voting.released_at is not None or voting.state is State.ANNULLED
    return voting.release is Release.HELD and not voting.is_test and not over


async def here_for(
    session: AsyncSession, frame: Frame, voting_id: UUID, actor: Actor, language: str
) -> Here:
    """The voting, or `VotingNotFound` where it is of another assembly."""
    voting = await require_voting(session, voting_id)
    if voting.assembly_id != frame.assembly.id:
        raise VotingNotFound("There is no such voting in this assembly.")
    resolution = await resolution_by_id(session, voting.resolution_id)
    casting = voting.state is State.OPEN and voting.medium is not Medium.HAND
    return Here(
        frame,
        voting,
        resolution,
        await asked_in(session, resolution, voting.amendments, language),
        Missing.of(await not_voted(session, voting_id)) if casting else Missing(),
        await quorum_of(session, voting),
        await papers_shown(session, voting, actor.person_id),
        await presence_now(session, frame.assembly.id) if voting.state is State.PLANNED else None,
        await has_record(session, voting_id),
    )


def voting_page(
    request: Request[Any, Any, Any],
    here: Here,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
    ask: str | None = None,
) -> Response[Any]:
    """The page, with what was refused on top; `ask` is the step that is asked for once more."""
    language, voting = language_of(request), here.voting
    typed = typed or Typed()
    missed = PROBLEMS.get(voting.opening_missed or "")
    return desk_page(
        request,
        "desk_voting.html",
        here.frame,
        home=f"/votings/{voting.id}",
        refusal=refusal,
        status_code=422 if typed.errors else 200,
        about_seats=refusal.facts.get("seats", []) if refusal else [],
        sentence=condition(voting.rule, language, weighted=voting.is_weighted),
        missed=missed if voting.state is State.PLANNED else None,
        small_classes=refusal.facts["classes"] if isinstance(refusal, SmallClasses) else [],
        minutes=MINUTES,
        seen_as=here.stands,
        form=typed,
        because=typed.because,
        wrong=typed.errors.get("because"),
        ask=ask if ask and voting.state is not State.ANNULLED else None,
        **here.shown(language),
    )
