# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The moderator's desk: every resolution with its next step as one button, and no counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import counts_of
from assembly.amendments.rules.lifecycle import State as AmendmentState
from assembly.api.dependencies import Bell, Sessions
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import slugs_of
from assembly.assemblies.room import presence_now
from assembly.clock import now
from assembly.errors import Conflict, NoSuchAddress, NotPermitted, SmallClasses, Stale
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.queries import decisions_of
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.queries import resolution_id_of
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.queries import VotingView, votings_of
from assembly.voting.rehearse import rehearse_voting
from assembly.voting.ring import ring
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.majority import preset
from assembly.web.desk_frame import as_it_is_now, desk_page, frame_for
from assembly.web.desk_voting import ask_before_opening
from assembly.web.forms import number_in
from assembly.web.hours import end_shown, moment_shown
from assembly.web.rendering import language_of, redirect
from assembly.web.views import on_desk, resolution_shown
from assembly.webhooks.queries import disabled_webhooks


def usual(assembly: Assembly) -> Terms:
    """What the button opens: a secret voting by the assembly's usual rule. The form has others."""
    return Terms(Secrecy.SECRET, abstain=True, rule=preset(assembly.default_rule))


@dataclass(frozen=True, slots=True)
class AmendmentCounts:
    """How many amendments a text has, how many wait to be judged, and how many for a voting."""

    total: int
    to_judge: int
    to_vote: int

    @classmethod
    def of(cls, counts: Mapping[AmendmentState, int]) -> "AmendmentCounts":
        """From how many are in each state."""
        return cls(
            sum(counts.values()),
            counts.get(AmendmentState.SUBMITTED, 0),
            counts.get(AmendmentState.ADMISSIBLE, 0),
        )

    @property
    def undecided(self) -> bool:
        """Whether the final vote waits for them."""
        return bool(self.to_judge or self.to_vote)


@get("/desk", include_in_schema=False, guards=[signed_in])
async def desks(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """To the desk of the first assembly one moderates; staff without one may found the first."""
    async with sessions.begin() as session:
        slugs = await slugs_of(session, actor.moderates)
    if not slugs and actor.is_staff:
        return redirect(request, "/desk/new")
    if not slugs:
        raise NotPermitted("You moderate no assembly yet.")
    return redirect(request, f"/assemblies/{slugs[0]}/desk")


@get("/assemblies/{slug:str}/desk", include_in_schema=False, guards=[signed_in])
async def desk(
    request: Request[Any, Any, Any], slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """Where every resolution stands, and what may be done next."""
    return await _desk(request, slug, sessions, actor)


@post("/assemblies/{slug:str}/desk/{number:int}/{step:str}", guards=[signed_in])
async def take_step(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The step is taken and the desk shown again; a step taken meanwhile by another is said.

    Opening is asked about first: rule, roll and hours are read before it is `sure`.
    """
    form = await request.form()
    if step == "opening" and "sure" not in form:
        return await ask_before_opening(request, slug, number, sessions, actor)
    read = str(form.get("revision") or "")
    revision = number_in(read) if read else None
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            voting = await _take(session, frame.assembly, number, step, actor, revision)
    except SmallClasses as refusal:
        return await _desk(request, slug, sessions, actor, refusal, see=number)
    except (Conflict, Stale) as refusal:
        return await _desk(request, slug, sessions, actor, refusal)
    test = voting is not None and voting.is_test
    if voting is not None:
        await ring(bell, slug, voting)
    await bell.changed(slug, f"resolution/{number}", test=test)
    if voting is not None and test:
        return redirect(request, f"/assemblies/{slug}/desk/votings/{voting.id}")
    return redirect(request, f"/assemblies/{slug}/desk#r{number}")


async def _take(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    step: str,
    actor: Actor,
    revision: int | None,
) -> VotingView | None:
    """The voting, if the step was one of a voting. `revision` is the text that was on the desk."""
    at, by = now(), actor.name
    if step == "tabling":
        await move_resolution(
            session, assembly.id, number, ResolutionState.TABLED, at=at, by=by, revision=revision
        )
        return None
    if step == "rehearsal":
        tried = await rehearse_voting(session, assembly, number, usual(assembly), at=at, by=by)
        return await as_it_is_now(session, tried.id)
    if step != "opening":
        raise NoSuchAddress("There is no such step.")
    resolution_id = await resolution_id_of(session, assembly.id, number)
    live = next(
        (
            voting
            for voting in await votings_of(session, assembly.id)
            if voting.resolution_id == resolution_id and voting.state in {State.PLANNED, State.OPEN}
        ),
        None,
    )
    if live is not None:
        voting_id = live.id
    else:
        voting_id = (await plan_voting(session, assembly, number, usual(assembly), at=at, by=by)).id
    await open_voting(session, voting_id, at=at, by=by)
    return await as_it_is_now(session, voting_id)


async def _desk(
    request: Request[Any, Any, Any],
    slug: str,
    sessions: Sessions,
    actor: Actor,
    refusal: Conflict | Stale | None = None,
    see: int | None = None,
) -> Response[Any]:
    """`see` is the resolution whose form has what to do about the refusal."""
    language, seen = language_of(request), now()
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        zone = frame.assembly.time_zone
        decisions = await decisions_of(session, frame.assembly.id, drafts=True)
        presence = await presence_now(session, frame.assembly.id)
        latest: dict[UUID, VotingView] = {}
        tests: list[VotingView] = []
        webhooks_disabled = await disabled_webhooks(session, frame.assembly.id)
        counts = await counts_of(session, [one.resolution.id for one in decisions])
        for voting in await votings_of(session, frame.assembly.id, tests=True):
            if not voting.is_test:
                latest.setdefault(voting.resolution_id, voting)
            elif voting.state in {State.PLANNED, State.OPEN}:
                tests.append(voting)
    return desk_page(
        request,
        "desk.html",
        frame,
        refusal=refusal,
        see=see,
        presence=presence,
        usual=frame.assembly.default_rule,
        tests=tests,
        webhooks_disabled=webhooks_disabled,
        keeps_themes=may(actor, Permission.KEEP_THEMES),
        keeps_staff=may(actor, Permission.ENROL_STAFF),
        to_rehearse=next(
            (
                one.resolution.number
                for one in decisions
                if one.resolution.state is ResolutionState.TABLED
            ),
            None,
        ),
        amendments={
            one.resolution.number: AmendmentCounts.of(counts[one.resolution.id])
            for one in decisions
            if one.resolution.id in counts
        },
        numbers={one.resolution.id: one.resolution.number for one in decisions},
        votings={
            one.resolution.number: latest[one.resolution.id]
            for one in decisions
            if one.resolution.id in latest
        },
        when={
            voting.id: (
                voting.opens_at and moment_shown(voting.opens_at, zone, seen, language),
                end_shown(voting.closes_at, zone, seen, language),
            )
            for voting in latest.values()
        },
        resolutions=[
            on_desk(resolution_shown(decision, language, zone), latest.get(decision.resolution.id))
            for decision in decisions
        ],
    )


router = Router("/", route_handlers=[desks, desk, take_step], include_in_schema=False)
