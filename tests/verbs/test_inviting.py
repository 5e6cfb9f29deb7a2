# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cards and letters: a code is in force exactly when somebody was given it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from assembly.assemblies.convene import reissue_code
from assembly.assemblies.seat import address_seat, rename_seat
from assembly.clock import now
from assembly.errors import InvalidRequest, NobodyToInvite, RollChanged, SeatNotFound
from assembly.identity.enrol import draw_free_codes
from assembly.identity.rules.codes import read_code
from assembly.identity.sign_in import find_code
from assembly.inviting.draw import print_cards
from assembly.inviting.invite import ask_to_mail, cancel_letters
from assembly.inviting.letters import claim, letter_failed, send_next
from assembly.inviting.mail import Post
from assembly.inviting.queries import Which, invitations_of, invited_seats
from assembly.inviting.rules.sending import PAUSES, Failure, next_attempt
from tests.build.house import BY, Build, Hall
from tests.build.post import CODE, Letterbox, mail_server
from tests.verbs.reading import acts, one, rows, run


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with mail_server() as box:
        yield box


async def addressed(build: Build, hall: Hall, *numbers: int) -> None:
    async with build.sessions.begin() as session:
        for number in numbers:
            await address_seat(
                session, hall.assembly, number, f"p{number}@example.org", at=now(), by=BY
            )


async def ask(build: Build, hall: Hall, *numbers: int, languages: str = "nl") -> list[int]:
    async with build.sessions.begin() as session:
        invited = await invited_seats(session, hall.assembly.id, numbers=numbers)
        return await ask_to_mail(
            session, hall.assembly, invited, languages=languages, at=now(), by=BY
        )


async def mail_all(build: Build, hall: Hall, box: Letterbox, settings) -> list[bool]:
    """Every letter that is due, as the worker does."""
    told = []
    ours = box.settings(settings)
    async with Post(ours) as post:
        while (
            done := await send_next(build.sessions, hall.assembly.id, build.hasher, ours, post)
        ) is not None:
            told.append(done)
    return told


async def opens(build: Build, words: str) -> bool:
    """Whether this code is in force, and is the one that was hashed."""
    code = read_code(words)
    assert code is not None
    async with build.sessions.begin() as session:
        known = await find_code(session, code)
    return known is not None and await build.hasher.check_code(known.secret_hash, code)


async def cards(build: Build, hall: Hall, settings, **whom):
    pdf, numbers = await print_cards(
        build.sessions, hall.assembly.id, build.hasher, settings, by=BY, **whom
    )
    reader = PdfReader(BytesIO(pdf))
    return numbers, [page.extract_text() for page in reader.pages]


# ── cards ─────────────────────────────────────────────────────────────────────
async def test_a_card_has_a_code_that_opens_and_the_old_one_is_void(build, settings):
    hall = await build.hall(seats=10)
    token = await build.token_of_seat(hall, 0)
    numbers, pages = await cards(build, hall, settings, numbers=range(1, 11))
    codes = CODE.findall("\n".join(pages))
    assert (numbers, len(pages), len(set(codes))) == (list(range(1, 11)), 2, 10)
    assert all([await opens(build, code) for code in codes])
    assert not any([await opens(build, code.shown()) for code in hall.codes])
    revoked = "SELECT count(*) FROM tokens WHERE revoked_at IS NULL"
    assert (token != "", await one(build, revoked)) == (True, 0)


async def test_a_card_tells_who_where_and_how(build, settings):
    hall = await build.hall(seats=1)
    async with build.sessions.begin() as session:
        await rename_seat(session, hall.assembly, 1, "Zoë Šťastná", at=now(), by=BY)
    _, (page,) = await cards(build, hall, settings, numbers=[1], languages=["fr"])
    for words in ("Zoë Šťastná", "Siège 1", "Votre code personnel", "127.0.0.1:8000/join"):
        assert words in page


async def test_the_fonts_are_in_the_file(build, settings):
    hall = await build.hall(seats=1)
    pdf, _ = await print_cards(
        build.sessions, hall.assembly.id, build.hasher, settings, numbers=[1], by=BY
    )
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    kinds = {
        font.get_object()["/FontDescriptor"].get_object().keys() & {"/FontFile2"} != set()
        for font in fonts.values()
        if "/FontDescriptor" in font.get_object()
    }
    assert kinds == {True}


async def test_who_is_meant_without_being_named(build, settings):
    hall = await build.hall(seats=3)
    await build.token_of_seat(hall, 0)
    await run(
        build, "UPDATE credentials SET revoked_at = now() WHERE seat_id = :id", id=hall.seats[1]
    )
    async with build.sessions() as session:
        meant = {
            which: [s.number for s in await invited_seats(session, hall.assembly.id, which=which)]
            for which in Which
        }
    assert meant == {Which.WITHOUT_CODE: [2], Which.NEVER_SIGNED_IN: [2, 3], Which.ALL: [1, 2, 3]}


async def test_nobody_too_many_and_strangers_are_refused(build, settings):
    hall = await build.hall(seats=1)
    for whom, refusal in (
        ({"which": Which.WITHOUT_CODE}, NobodyToInvite),
        ({"numbers": [1, 9]}, SeatNotFound),
        ({"numbers": range(1, 502)}, InvalidRequest),
    ):
        with pytest.raises(refusal):
            await cards(build, hall, settings, **whom)


async def test_a_seat_that_got_another_code_while_cards_were_drawn_keeps_it(build, settings):
    hall = await build.hall(seats=2)
    (code,) = await _free(build)
    kept = await build.hasher.hash_code(code)
    loop = asyncio.get_running_loop()

    async def another():
        async with build.sessions.begin() as session:
            await reissue_code(session, hall.assembly, 2, code, kept, at=now(), by=BY)

    def slow(_cards):
        asyncio.run_coroutine_threadsafe(another(), loop).result(20)
        return b"%PDF"

    with pytest.raises(RollChanged):
        await print_cards(
            build.sessions,
            hall.assembly.id,
            build.hasher,
            settings,
            numbers=[1, 2],
            by=BY,
            make=slow,
        )
    assert await opens(build, code.shown())
    assert await opens(build, hall.codes[0].shown())


async def _free(build):
    async with build.sessions.begin() as session:
        return await draw_free_codes(session, 1)


# ── letters ───────────────────────────────────────────────────────────────────
async def test_a_letter_brings_a_code_that_opens_with_text_and_picture(build, settings, box):
    hall = await build.hall(seats=2)
    await addressed(build, hall, 1)
    assert await ask(build, hall, 1, 2) == [1]
    assert await opens(build, hall.codes[0].shown())
    assert await mail_all(build, hall, box, settings) == [True]
    code = box.code_for("p1@example.org")
    assert await opens(build, code)
    assert not await opens(build, hall.codes[0].shown())
    ((to, letter),) = box.letters
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert (to, kinds) == ("p1@example.org", ["text/plain", "text/html", "image/png"])
    assert f"http://127.0.0.1:8000/join#{code}" in letter.get_body(("html",)).get_content()
    assert "Seat 1" not in letter["To"]


async def test_a_letter_in_two_languages_has_both(build, settings, box):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1, languages="fr,nl")
    await mail_all(build, hall, box, settings)
    text = box.letters[0][1].get_body(("plain",)).get_content()
    assert "Votre invitation" in box.letters[0][1]["Subject"]
    assert text.index("/fr/join#") < text.index(":8000/join#")


async def test_asking_twice_while_it_waits_is_one_letter(build, settings, box):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    await ask(build, hall, 1)
    assert await mail_all(build, hall, box, settings) == [True]


async def test_an_address_that_is_refused_is_named_by_seat_and_the_old_code_holds(
    build, settings, box
):
    hall = await build.hall(seats=2)
    await addressed(build, hall, 1, 2)
    box.refuses["p1@example.org"] = "550 5.1.1 no such user p1@example.org"
    await ask(build, hall, 1, 2)
    assert sorted(await mail_all(build, hall, box, settings)) == [False, True]
    async with build.sessions() as session:
        first, second = await invitations_of(session, hall.assembly.id)
    assert (first.state, first.failed_because) == ("failed", Failure.ADDRESS_REFUSED)
    assert (second.state, second.failed_because) == ("sent", None)
    assert await opens(build, hall.codes[0].shown())


async def test_a_server_that_says_later_is_tried_again_and_one_that_is_away_too(
    build, settings, box
):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    box.says = "451 4.7.1 come back later"
    assert await mail_all(build, hall, box, settings) == [False]
    assert await state(build, hall) == ("again", Failure.LETTER_REFUSED, 1)
    await run(build, "UPDATE invitations SET next_at = now()")
    port, box.port = box.port, 9
    assert await mail_all(build, hall, box, settings) == [False]
    assert await state(build, hall) == ("again", Failure.SERVER_AWAY, 2)
    await run(build, "UPDATE invitations SET next_at = now()")
    box.port, box.says = port, ""
    assert await mail_all(build, hall, box, settings) == [True]
    assert await state(build, hall) == ("sent", None, 3)
    assert await opens(build, box.code_for("p1@example.org"))


async def state(build, hall):
    async with build.sessions() as session:
        (found,) = await invitations_of(session, hall.assembly.id)
    return found.state, found.failed_because, found.attempts


async def test_who_dies_after_claiming_leaves_the_letter_to_the_next(build, settings, box):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    async with build.sessions.begin() as session:
        assert await claim(session, hall.assembly.id, at=now()) is not None
    assert await mail_all(build, hall, box, settings) == []
    await run(build, "UPDATE invitations SET next_at = now()")
    assert await mail_all(build, hall, box, settings) == [True]


async def test_a_code_given_at_the_desk_meanwhile_is_not_taken_away_by_a_letter(
    build, settings, box
):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    (code,) = await _free(build)
    kept = await build.hasher.hash_code(code)
    ours = box.settings(settings)

    class Slow(Post):
        async def send(self, letter):
            await super().send(letter)
            async with build.sessions.begin() as session:
                await reissue_code(session, hall.assembly, 1, code, kept, at=now(), by=BY)

    async with Slow(ours) as post:
        assert not await send_next(build.sessions, hall.assembly.id, build.hasher, ours, post)
    assert await opens(build, code.shown())
    assert not await opens(build, box.code_for("p1@example.org"))
    assert await state(build, hall) == ("failed", Failure.CODE_REPLACED, 1)


async def test_without_an_address_nobody_is_invited_and_a_lost_one_fails(build, settings, box):
    hall = await build.hall(seats=1)
    with pytest.raises(NobodyToInvite):
        await ask(build, hall, 1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    async with build.sessions.begin() as session:
        await address_seat(session, hall.assembly, 1, None, at=now(), by=BY)
    assert await mail_all(build, hall, box, settings) == [False]
    assert await state(build, hall) == ("failed", Failure.NO_ADDRESS, 1)


async def test_letters_that_wait_can_be_called_back(build, settings, box):
    hall = await build.hall(seats=2)
    await addressed(build, hall, 1, 2)
    await ask(build, hall, 1, 2)
    async with build.sessions.begin() as session:
        assert await cancel_letters(session, hall.assembly, at=now(), by=BY) == 2
    assert await mail_all(build, hall, box, settings) == []


async def test_no_code_and_no_address_rests_in_an_invitation_or_in_the_trail(build, settings, box):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    await mail_all(build, hall, box, settings)
    code = read_code(box.code_for("p1@example.org"))
    kept = str(await rows(build, "SELECT i::text FROM invitations AS i")) + str(
        await rows(build, "SELECT facts::text, subject FROM audit_entries")
    )
    assert code is not None
    assert code.secret not in kept
    assert "p1@example.org" not in kept
    assert (await acts(build, "seat:1"))["letter_sent"] == 1


async def test_a_letter_that_went_out_does_not_fail_afterwards(build, settings, box):
    hall = await build.hall(seats=1)
    await addressed(build, hall, 1)
    await ask(build, hall, 1)
    await mail_all(build, hall, box, settings)
    invitation_id = await one(build, "SELECT id FROM invitations")
    async with build.sessions.begin() as session:
        await letter_failed(session, invitation_id, Failure.SERVER_AWAY, at=now())
    assert await state(build, hall) == ("sent", None, 1)


def test_pauses_grow_and_then_it_is_enough():
    at = now()
    waits = [next_attempt(n, Failure.SERVER_AWAY, at) for n in range(1, len(PAUSES) + 2)]
    assert waits == [*(at + pause for pause in PAUSES), None]
    assert next_attempt(1, Failure.ADDRESS_REFUSED, at) is None
    assert sum(PAUSES, timedelta()) > timedelta(hours=5)
