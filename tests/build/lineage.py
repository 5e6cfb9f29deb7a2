# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A text that came about in every way there is: what its page tells, and what it does not."""

from datetime import timedelta

from assembly.amendments.judge import (
    find_inadmissible,
    set_terms,
    take_over,
    withdraw_amendment,
)
from assembly.amendments.queries import TermsView
from assembly.amendments.settle import choose_order
from assembly.clock import now
from assembly.resolutions.draft import draft_resolution, move_resolution, revise_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.sponsor import end_sponsorship, name_body, name_seat
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.house import BY, Build, Hall

YES, NO = ("yes", "yes", "no"), ("no", "no", "yes")


def paragraphs(*texts: str) -> list[Provision]:
    return [Provision(Kind.PARAGRAPH, "", text) for text in texts]


async def tabled(build: Build, hall: Hall) -> Resolution:
    """Drafted, written anew, sponsored and tabled: everybody reads it from version 2 on."""
    there = hall.assembly.id
    async with build.sessions.begin() as session:
        words = paragraphs("Niemand las dit.")
        row = await draft_resolution(
            session, hall.assembly, title="Bus", provisions=words, at=now(), by=BY
        )
        row = await revise_resolution(
            session,
            there,
            row.number,
            title="Gratis bus",
            provisions=paragraphs("Gratis bus onder 18.", "Vanaf 2027.", "De regio betaalt."),
            revision=row.revision,
            at=now(),
            by=BY,
            hand=Hand.MODERATOR,
        )
        number = row.number
        await name_body(session, there, number, "Fietsersbond", at=now(), by=BY)
        for seat in (1, 2, 3):
            await name_seat(session, there, number, seat, at=now(), by=BY, hand=Hand.MODERATOR)
        await end_sponsorship(session, there, number, 4, at=now(), by=BY)
        return await move_resolution(session, there, number, State.TABLED, at=now(), by=BY)


async def came_about(build: Build, hall: Hall) -> Resolution:
    """Nine amendments, two merges, a voting: adopted. Needs five seats.

    1 adopted, as 3 amended it, and 8 did not; 2 fell to it; 4 not adopted; 5 taken over; 6 not
    admitted; 7 withdrawn; 9 adopted on the version that was made of them.
    """
    resolution = await tabled(build, hall)
    amending, there, on = Amending(build, hall), hall.assembly.id, resolution.number
    p1, p2, p3 = "p2", "p3", "p4"  # p1 was in the draft
    wanted = [
        (replace_(p1, "Gratis bus en tram onder 18."), None, 0),
        (replace_(p1, "Gratis bus onder 25."), None, 1),
        (replace_(p1, "Gratis bus en tram onder 21."), 1, None),
        (insert_after(p3, "Ook in het weekend."), None, None),
        (delete(p2), None, None),
        (insert_after(None, "Alles wordt beter."), None, 2),
        (delete(p3), None, 1),
        (replace_(p1, "Gratis bus of tram onder 18."), 1, None),
    ]
    for edit, to, seat in wanted:
        reason = None if seat is None else "Omdat het eerlijk is.\nEn goed."
        await amending.file(edit, on=on, version=2, to=to, seat=seat, reason=reason)
    for number in (1, 2, 3, 4, 5, 8):
        await amending.admit(number, on)
    async with build.sessions.begin() as session:
        why = "Dit verandert niets aan het besluit."
        await find_inadmissible(session, there, on, 6, why, at=now(), by=BY)
        await withdraw_amendment(session, there, on, 7, at=now(), by=BY)
        await take_over(session, there, on, 5, at=now(), by=BY)
        why = "De leeftijd eerst, dan de rest."
        await choose_order(session, there, on, [8, 3, 1, 2, 4], why, at=now(), by=BY)
    while (plan := await amending.plan(resolution.id)).steps:
        number = plan.steps[0].number
        await amending.decide(number, choices=YES if number in {1, 3} else NO, on=on)
        await amending.keep_up(resolution.id)
    last = replace_(p3, "De regio en de stad betalen.")
    await amending.file(last, on=on, version=3, seat=0)
    await amending.admit(9, on)
    await amending.decide(9, choices=YES, on=on)
    await amending.keep_up(resolution.id)
    async with build.sessions.begin() as session:
        terms = TermsView(now() + timedelta(days=1), 2)
        await set_terms(session, there, on, terms, at=now(), by=BY)
        resolution = await session.get_one(Resolution, resolution.id)
    assert resolution.current_version == 4
    voting = await build.open_on(hall, resolution)
    await build.cast_all(hall, voting, YES)
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    return resolution
