# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/invitations`: cards to print, letters to mail. Moderators only."""

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    IllegalMove,
    MailOff,
    NobodyToInvite,
    RollChanged,
    SeatNotFound,
    Unavailable,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.routes import Argon
from assembly.identity.rules.permissions import Permission
from assembly.inviting.draw import print_cards
from assembly.inviting.invite import ask_to_mail, cancel_letters
from assembly.inviting.queries import Which, invitations_of, invited_seats
from assembly.inviting.rules.letter import kept_languages
from assembly.inviting.schemas import InvitationOut, InvitationsOut, Invite, LettersAsked
from assembly.settings import Settings

NO_STORE = {"Cache-Control": "no-store"}
ALL = "/assemblies/{slug:str}/invitations"
PDF = "application/pdf"


def require_mail(settings: Settings) -> None:
    """Nothing, or `MailOff` where no mail server is set."""
    if not settings.sends_mail:
        raise MailOff("This installation has no mail server; print cards instead.")


@get(
    ALL,
    guards=[signed_in],
    operation_id="listInvitations",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def list_all(
    slug: FromPath[str], sessions: Sessions, settings: House, actor: Acting
) -> Response[InvitationsOut]:
    """The latest invitation of each seat: printed, mailed, waiting, or why it failed."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        found = await invitations_of(session, assembly.id)
    told = InvitationsOut(
        mail=settings.sends_mail, invitations=[InvitationOut.model_validate(one) for one in found]
    )
    return Response(told, headers=NO_STORE)


@post(
    ALL + "/cards",
    status_code=200,
    guards=[signed_in],
    operation_id="printCards",
    media_type=PDF,
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        SeatNotFound,
        NobodyToInvite,
        IllegalMove,
        RollChanged,
        AlreadyTaken,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def cards(
    slug: FromPath[str],
    data: JSONBody[Invite],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    actor: Acting,
) -> Response[bytes]:
    """A PDF of cards with new codes, at most 500; the old codes of these seats are void.

    The codes stand in this answer and nowhere else. If it is lost on its way, print again.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
    pdf, _ = await print_cards(
        sessions,
        assembly.id,
        hasher,
        settings,
        numbers=data.seats,
        which=Which(data.which),
        languages=data.languages,
        by=actor.name,
    )
    return pdf_answer(pdf, slug)


def pdf_answer(pdf: bytes, slug: str) -> Response[bytes]:
    """To be saved, not to be kept by anything in between."""
    name = f'attachment; filename="{slug}-cards.pdf"'
    return Response(pdf, media_type=PDF, headers=NO_STORE | {"Content-Disposition": name})


@post(
    ALL + "/letters",
    status_code=202,
    guards=[signed_in],
    operation_id="mailLetters",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        SeatNotFound,
        NobodyToInvite,
        MailOff,
        IllegalMove,
    ),
    security=NEEDS_TOKEN,
)
async def letters(
    slug: FromPath[str],
    data: JSONBody[Invite],
    sessions: Sessions,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[LettersAsked]:
    """Mail a letter with a new code to every seat that is meant and has an address.

    Until a letter went out, the code from before holds. Asking again while it waits is harmless.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        require_mail(settings)
        invited = await invited_seats(session, assembly.id, numbers=data.seats, which=_which(data))
        numbers = await ask_to_mail(
            session,
            assembly,
            invited,
            languages=kept_languages(data.languages, assembly.language),
            at=now(),
            by=actor.name,
        )
    await bell.send_letters(assembly.id)
    return Response(LettersAsked(numbers=numbers), status_code=202, headers=NO_STORE)


def _which(data: Invite) -> Which:
    return Which.ALL if data.seats is not None else Which(data.which)


@delete(
    ALL + "/letters",
    guards=[signed_in],
    operation_id="cancelLetters",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def cancel(slug: FromPath[str], sessions: Sessions, actor: Acting) -> None:
    """No letter that still waits is sent. Repeating is harmless."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await cancel_letters(session, assembly, at=now(), by=actor.name)


router = Router("/", route_handlers=[list_all, cards, letters, cancel], tags=["Assemblies"])
