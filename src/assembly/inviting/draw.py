# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cards for seats: codes drawn, hashed off the loop, put on paper, and only then in force."""

import asyncio
from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assembly_of
from assembly.clock import now
from assembly.errors import IllegalMove, InvalidRequest, NobodyToInvite
from assembly.identity.enrol import draw_free_codes
from assembly.identity.hashing import Hasher
from assembly.identity.rules.codes import Code
from assembly.inviting.cards import Card, draw_cards
from assembly.inviting.invite import Drawn, hand_out
from assembly.inviting.letters import guest_of, links_of
from assembly.inviting.queries import Invited, Which, invited_seats
from assembly.inviting.rules.letter import kept_languages
from assembly.inviting.rules.sending import Channel
from assembly.settings import Settings

MOST_CARDS = 500
"""At once: hashing so many codes takes a few seconds. Who has more seats prints several times."""


async def print_cards(
    sessions: async_sessionmaker[AsyncSession],
    assembly_id: UUID,
    hasher: Hasher,
    settings: Settings,
    *,
    numbers: Collection[int] | None = None,
    which: Which = Which.WITHOUT_CODE,
    languages: Collection[str] = (),
    by: str,
    make: Callable[[list[Card]], bytes] = draw_cards,
) -> tuple[bytes, list[int]]:
    """A PDF with a new code for each seat that is meant, at most `MOST_CARDS`, and their numbers.

    The codes are in force when this returns, and the old ones void; nobody can get the PDF again.
    Three steps: read and draw; hash and lay out, with no connection held; put in force. Refuses
    where nobody is meant (`NobodyToInvite`), too many by name (`InvalidRequest`), history
    (`IllegalMove`), and seats that got another code meanwhile (`RollChanged`).
    """
    async with sessions.begin() as session:
        assembly, invited = await _meant(session, assembly_id, numbers, which)
        codes = await draw_free_codes(session, len(invited))
    hashes = await asyncio.gather(*(hasher.hash_code(code) for code in codes))
    spoken = kept_languages(list(languages), assembly.language)
    cards = [
        _card(assembly, one, code, spoken, settings)
        for one, code in zip(invited, codes, strict=True)
    ]
    pdf = await asyncio.to_thread(make, cards)
    drawn = [Drawn(one, code, kept) for one, code, kept in zip(invited, codes, hashes, strict=True)]
    async with sessions.begin() as session:
        await hand_out(session, assembly, drawn, languages=spoken, at=now(), by=by)
    return pdf, [one.number for one in invited]


async def _meant(
    session: AsyncSession, assembly_id: UUID, numbers: Collection[int] | None, which: Which
) -> tuple[Assembly, list[Invited]]:
    assembly = await assembly_of(session, assembly_id)
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nobody is invited to it.")
    if numbers is not None and len(set(numbers)) > MOST_CARDS:
        raise InvalidRequest(
            f"At most {MOST_CARDS} cards are made at once.",
            errors=[{"pointer": "/seats", "detail": f"at most {MOST_CARDS}"}],
        )
    invited = await invited_seats(
        session, assembly_id, numbers=numbers, which=Which.ALL if numbers is not None else which
    )
    if not invited:
        raise NobodyToInvite("There is nobody to make a card for.", channel=Channel.PRINT.value)
    return assembly, invited[:MOST_CARDS]


def _card(
    assembly: Assembly, invited: Invited, code: Code, languages: str, settings: Settings
) -> Card:
    guest = guest_of(assembly, invited, languages, settings)
    return Card(guest, code.shown(), links_of(settings, guest, code)[guest.languages[0]])
