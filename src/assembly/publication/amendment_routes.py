# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading amendments, the plan of their votings, and the amended text."""

from collections.abc import Sequence

from litestar import Response, Router, get
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView, adopted_on
from assembly.amendments.rules.plan import number_of
from assembly.amendments.rules.spans import write_spans
from assembly.api.dependencies import Sessions
from assembly.api.problems import refusals
from assembly.errors import AmendmentNotFound, AssemblyNotFound, ResolutionNotFound
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Actor
from assembly.publication.amending import (
    AmendmentVoting,
    adopted_by,
    amendments_shown,
    authors_shown,
    merges_shown,
    plan_shown,
    text_so_far,
    votings_on_amendments,
)
from assembly.publication.amendment_schemas import (
    AmendedProvisionOut,
    AmendedText,
    AmendmentOut,
    Amendments,
    AuthorOut,
    ConflictOut,
    PlanOut,
    SettlementOut,
    SpanOut,
    StepOut,
)
from assembly.publication.earlier import footed
from assembly.publication.grounds import Bases, bases_for
from assembly.publication.queries import Decision, decision_for, in_the_house
from assembly.publication.text_routes import VARIES
from assembly.resolutions.rules.change_document import write_changes, write_edits
from assembly.resolutions.rules.conflicts import Conflict
from assembly.resolutions.rules.text import LANGUAGES

HERE = "/assemblies/{slug:str}/resolutions/{number:int}"
READ = (AssemblyNotFound, ResolutionNotFound)


async def _seen(
    session: AsyncSession, slug: str, number: int, actor: Actor
) -> tuple[Decision, list[AmendmentView], bool]:
    """The text, the amendments this reader may see, and whether they are in the house."""
    assembly, decision = await decision_for(session, slug, number, actor)
    house = in_the_house(actor, assembly.id)
    return decision, await amendments_shown(session, decision, house=house), house


@get(HERE + "/amendments", operation_id="listAmendments", responses=refusals(*READ))
async def list_amendments(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[Amendments]:
    """All amendments to a text. Those in the house also see what was not judged yet."""
    async with sessions.begin() as session:
        decision, found, house = await _seen(session, slug, number, actor)
        votings = await votings_on_amendments(session, decision, house=house)
        bases = await bases_for(session, decision, found)
        items = await _out(session, decision, slug, found, votings, bases)
    return Response(Amendments(items=items), headers=VARIES)


@get(
    HERE + "/amendments/{amendment:int}",
    operation_id="readAmendment",
    responses=refusals(*READ, AmendmentNotFound),
)
async def read_amendment(
    slug: FromPath[str],
    number: FromPath[int],
    amendment: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[AmendmentOut]:
    """One amendment. Its ETag is the revision to name when it is rewritten."""
    async with sessions.begin() as session:
        decision, found, house = await _seen(session, slug, number, actor)
        wanted = [one for one in found if one.number == amendment]
        if not wanted:
            raise AmendmentNotFound("There is no amendment with this number here.")
        votings = await votings_on_amendments(session, decision, house=house)
        bases = await bases_for(session, decision, found)
        (out,) = await _out(session, decision, slug, wanted, votings, bases)
    return Response(out, headers=VARIES | {"ETag": f'"{out.revision}"'})


@get(HERE + "/amendment-plan", operation_id="readAmendmentPlan", responses=refusals(*READ))
async def read_plan(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[PlanOut]:
    """What is put to the vote now, what falls away if it passes, what is left for the end."""
    async with sessions.begin() as session:
        decision, found, _ = await _seen(session, slug, number, actor)
        shown = await plan_shown(session, decision, found)
    plan = shown.plan
    out = PlanOut(
        version=decision.resolution.version,
        closes_at=shown.terms.closes_at,
        supporters_needed=shown.terms.supporters_needed,
        now=list(plan.now),
        steps=[
            StepOut(
                amendment=step.number,
                disappearing=step.reach.disappearing,
                changing=step.reach.changing,
                falls=list(step.falls),
                waits_for=list(plan.held_up.get(step.number, ())),
            )
            for step in plan.steps
        ],
        conflicts=[conflict_out(conflict) for conflict in plan.conflicts],
        settled=[SettlementOut.model_validate(one) for one in shown.settlements],
        waiting=list(plan.waiting),
        stuck=list(plan.stuck),
        in_the_text=list(plan.in_the_text),
        chosen_because=shown.because,
    )
    return Response(out, headers=VARIES)


@get(HERE + "/amended-text", operation_id="readAmendedText", responses=refusals(*READ))
async def read_amended_text(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[AmendedText]:
    """The text with what was adopted: the next version as it stands, or the merged present one.

    Every span names its amendments, those of merges before this one too, and every amendment the
    voting that adopted it.
    """
    async with sessions.begin() as session:
        decision, found, house = await _seen(session, slug, number, actor)
        view = decision.resolution
        votings = await votings_on_amendments(session, decision, house=house)
        merged = await footed(session, decision, await merges_shown(session, decision))
        in_it = [one.number for one in adopted_on(found, view.version)]
        if merged is not None and not in_it:
            provisions = merged.provisions
            spans = [[[words, list(numbers)] for words, numbers in one] for one in merged.spans]
            conflicts: list[ConflictOut] = []
            base, version, made_of = merged.base, view.version, list(merged.amendments)
        else:
            result = await text_so_far(session, decision, found)
            provisions = result.provisions
            spans = write_spans(result)
            conflicts = [conflict_out(conflict) for conflict in result.conflicts]
            base, version, made_of = view.version, None, in_it
    out = AmendedText(
        base=base,
        version=version,
        made_of=made_of,
        votings={number: one.voting.id for number, one in adopted_by(votings).items()},
        provisions=[
            AmendedProvisionOut(
                id=provision.id,
                kind=provision.kind.value,
                marker=provision.marker,
                level=provision.level,
                text=provision.text,
                spans=[SpanOut(text=text, amendments=numbers) for text, numbers in runs],
            )
            for provision, runs in zip(provisions, spans, strict=True)
        ],
        conflicts=conflicts,
    )
    return Response(out, headers=VARIES)


def conflict_out(conflict: Conflict) -> ConflictOut:
    """A conflict with numbers instead of names."""
    return ConflictOut(
        amendments=[number_of(name) for name in conflict.amendments],
        provision=conflict.provision,
        start=conflict.start,
        end=conflict.end,
        words=conflict.words,
    )


async def _out(
    session: AsyncSession,
    decision: Decision,
    slug: str,
    found: Sequence[AmendmentView],
    votings: Sequence[AmendmentVoting],
    bases: Bases,
) -> list[AmendmentOut]:
    number, language = decision.resolution.number, decision.resolution.language
    authors = await authors_shown(session, decision, found)
    here = f"/api/v1/assemblies/{slug}/resolutions/{number}/amendments"
    return [
        AmendmentOut(
            number=one.number,
            amends=one.amends,
            state=one.state,
            revision=one.revision,
            author=AuthorOut(seat=authors[one.number][0], name=authors[one.number][1])
            if one.number in authors
            else None,
            reason=one.reason,
            because=one.because,
            fell_to=one.fell_to,
            version=one.version,
            cause=one.cause,
            edits=write_edits(one.edits),
            changes=write_changes(one.changes),
            instructions=bases.say(one, language),
            instructions_in={each: bases.say(one, each) for each in sorted(LANGUAGES)},
            in_conflict=one.conflicts,
            supporters=one.supporters,
            by_itself=one.by_itself,
            votings=[each.voting.id for each in votings if one.number in each.voting.amendments],
            submitted_at=one.submitted_at,
            decided_at=one.decided_at,
            links={
                "self": f"{here}/{one.number}",
                "page": f"/assemblies/{slug}/resolutions/{number}/amendments/{one.number}",
            },
        )
        for one in found
    ]


router = Router(
    "/",
    route_handlers=[list_amendments, read_amendment, read_plan, read_amended_text],
    tags=["Amendments"],
)
