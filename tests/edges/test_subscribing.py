# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Following by mail, from the form to the mailbox and back: confirmed, told once, stopped."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import event, text

from assembly.app import front
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.doorbell import Doorbell
from assembly.follow_up.rules.dossier import Kind, Told
from assembly.follow_up.write import write_entry
from assembly.inviting.mail import Post
from assembly.publication.news import news_since, told_in
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.settings import Settings
from assembly.sittings.minute import add_note
from assembly.sittings.preside import close_sitting
from assembly.subscribing import follow, mail
from assembly.subscribing.rules.following import (
    MOST_ASKED,
    UNCONFIRMED,
    digest_of,
    key_of,
    subscriber_in,
)
from assembly.themes.keep import merge_theme
from assembly.voting.annul import annul_voting
from tests.build.history import history_brought_in
from tests.build.house import BY, Build
from tests.build.post import Letterbox, mail_server
from tests.build.sitting import Meeting
from tests.build.themes import HOUSING, added, tagged
from tests.edges.conftest import client_of, living
from tests.edges.test_themes import fresh
from tests.edges.town import is_problem, rows
from workers.notices import ring_for_notices, send_notices

HERE, API = "/follow-by-mail", "/api/v1/subscriptions"
LINK = re.compile(r"^http://\S+$", re.MULTILINE)


class Mailing:
    """An installation with a mail server, its worker, and what arrives."""

    def __init__(
        self, client: httpx.AsyncClient, build: Build, settings: Settings, box: Letterbox
    ) -> None:
        self.client, self.build, self.settings, self.box = client, build, settings, box

    async def work(self) -> int:
        """How many letters a run of the worker brings."""
        before = len(self.box.letters)
        bell = Doorbell.at(self.settings.redis_url)
        context = {"sessions": self.build.sessions, "settings": self.settings, "bell": bell}
        await ring_for_notices(context)
        await send_notices(context, "")
        await bell.close()
        return len(self.box.letters) - before

    def letter(self, email: str) -> tuple[str, str]:
        """Subject and words of the newest letter to this address."""
        letter = [one for to, one in self.box.letters if to == email][-1]
        body = letter.get_body()
        assert body is not None
        return str(letter["Subject"]), body.get_content().replace("\r\n", "\n")

    def link(self, email: str, word: str) -> str:
        """The link with this word in the newest letter."""
        _, words = self.letter(email)
        (found,) = [one for one in LINK.findall(words) if f"/{word}/" in one]
        return str(found.removeprefix(self.settings.public_url))

    async def ask(self, email: str, language: str = "nl", **what) -> httpx.Response:
        return await self.client.post(HERE, data={"email": email, "language": language, **what})

    async def follow(self, email: str, language: str = "nl", **what) -> None:
        """Asked for, mailed and confirmed."""
        assert (await self.ask(email, language, **what)).status_code == 200
        await self.work()
        answer = await self.client.post(self.link(email, "confirm"))
        assert answer.status_code == 303

    async def due(self) -> None:
        """Pauses between attempts are over."""
        await self.run("UPDATE subscribers SET next_at = now() - interval '1 second'")

    async def run(self, sql: str) -> None:
        async with self.build.sessions.begin() as session:
            await session.execute(text(sql))

    async def known(self, email: str) -> bool:
        sql = "SELECT count(*) FROM subscribers WHERE email = :email"
        return bool((await rows(self.build, sql, email=email))[0][0])


@pytest.fixture(scope="module")
def server() -> Iterator[Letterbox]:
    with mail_server() as box:
        yield box


@pytest.fixture(scope="module")
async def mailed(settings, build, server) -> AsyncIterator[Mailing]:
    ours = server.settings(settings)
    async with living(ours) as app, client_of(app) as client:
        yield Mailing(client, build, ours, server)


@pytest.fixture
async def mailing(mailed: Mailing) -> Mailing:
    """Nobody follows anything, and the mailbox is empty."""
    for table in ("subscribers", "spread_news", "spread_until", "attempts"):
        await mailed.run(f"DELETE FROM {table}")
    mailed.box.letters.clear()
    mailed.box.refuses.clear()
    mailed.box.says = ""
    return mailed


@pytest.fixture
async def hall(build):
    return await build.hall(seats=3)


@asynccontextmanager
async def committed(build):
    async with build.sessions.begin() as session:
        yield session
        await session.flush()


async def test_from_the_form_to_the_news_and_away_again(mailing, build, hall):
    page = await mailing.client.get(f"{HERE}?assembly={hall.slug}")
    assert hall.assembly.name in page.text
    answer = await mailing.ask("jan@example.org", assembly=hall.slug)
    assert "Kijk in je mailbox" in answer.text
    assert await mailing.work() == 1
    subject, words = mailing.letter("jan@example.org")
    assert subject == "Bevestig dat je dit wil volgen"
    assert hall.assembly.name in words
    link = mailing.link("jan@example.org", "confirm")
    assert hall.assembly.name in (await mailing.client.get(link)).text
    await build.decided(hall, yes=2, no=1)
    assert await mailing.work() == 0, "looking at a link confirms nothing"
    own = (await mailing.client.post(link)).headers["location"]
    is_page = await mailing.client.post(link)
    assert is_page.status_code == 404, "a link confirms once"
    await build.decided(hall, yes=1, no=2)
    assert await mailing.work() == 1
    assert await mailing.work() == 0
    subject, words = mailing.letter("jan@example.org")
    assert "resolutie 2" in subject
    assert "Niet goedgekeurd" in subject
    assert f"{mailing.settings.public_url}/assemblies/{hall.slug}/resolutions/2" in words
    assert "resolutie 1" not in words, "it was published before"
    letter = mailing.box.letters[-1][1]
    stop = letter["List-Unsubscribe"].strip("<>").removeprefix(mailing.settings.public_url)
    assert stop == own
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    seen = await mailing.client.get(own)
    assert hall.assembly.name in seen.text
    assert "jan@example.org" not in seen.text
    gone = await mailing.client.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert gone.status_code == 200
    assert not await mailing.known("jan@example.org")
    assert (await mailing.client.post(stop)).status_code == 200, "again, nothing changes"
    await build.decided(hall, yes=2, no=1)
    assert await mailing.work() == 0


async def test_who_follows_it_thrice_hears_once_and_of_all_in_one_letter(mailing, build, hall):
    slug = fresh()
    await added(build, slug)
    await build.tabled(hall)
    await mailing.follow("an@example.org", "fr", assembly=hall.slug)
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '2 hours'")
    await mailing.follow("an@example.org", "de", assembly=hall.slug, resolution=1)
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '2 hours'")
    await mailing.follow("AN@example.org".lower(), "de", theme=slug)
    await tagged(build, hall, 1, slug)
    await build.decided(hall, yes=2, no=1)
    await tagged(build, hall, 2, slug)
    async with committed(build) as session:
        told = Told(Kind.ADDRESSEE, "Gemeenteraad")
        await write_entry(session, hall.assembly, 2, told, at=now(), by=BY)
        await write_entry(session, hall.assembly, 2, told, at=now(), by=BY)
    assert await mailing.work() == 1
    subject, words = mailing.letter("an@example.org")
    assert subject == "Du nouveau dans ce que vous suivez", "the language is who confirmed first's"
    assert len(LINK.findall(words)) == 3, "the outcome, the dossier, and the way out"
    assert f"/fr/assemblies/{hall.slug}/resolutions/2/follow-up" in words
    assert (await rows(build, "SELECT count(*) FROM notices WHERE ended_at IS NULL"))[0] == (0,)


async def test_two_workers_at_once_tell_it_once(mailing, build, hall):
    await mailing.follow("an@example.org", assembly=hall.slug)
    await build.decided(hall, yes=2, no=1)

    async def work() -> None:
        async with build.sessions.begin() as session:
            await mail.spread_news(session, at=now())
        async with Post(mailing.settings) as post:
            while await mail.send_next(build.sessions, mailing.settings, post) is not None:
                pass

    before = len(mailing.box.letters)
    await asyncio.gather(work(), work(), work())
    assert len(mailing.box.letters) - before == 1


async def test_a_theme_and_a_theme_that_became_it(mailing, build, hall):
    old, new = fresh(), fresh()
    await added(build, old)
    await added(build, new, HOUSING)
    await mailing.follow("an@example.org", theme=old)
    async with committed(build) as session:
        await merge_theme(session, old, new, at=now(), by=BY)
    await build.tabled(hall)
    voting = await build.open_voting(hall)
    await tagged(build, hall, 2, new)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    assert await mailing.work() == 0, "it is not published"
    await build.publish(voting)
    assert await mailing.work() == 1
    assert "Wonen" in (await mailing.client.get(mailing.link("an@example.org", "mine"))).text


async def test_what_is_not_public_is_told_to_nobody(mailing, build, hall):
    practice = await build.hall(seats=3, rehearsal=True)
    await mailing.follow("an@example.org", assembly=hall.slug)
    assert (await mailing.ask("an@example.org", assembly=practice.slug)).status_code == 404
    assert (
        await mailing.ask("an@example.org", assembly=hall.slug, resolution=9)
    ).status_code == 404
    await build.draft(hall)
    assert (
        await mailing.ask("an@example.org", assembly=hall.slug, resolution=1)
    ).status_code == 404
    await build.decided(practice, yes=2, no=1)
    await build.held(hall)
    voting = await build.decided(hall, yes=2, no=1)
    async with committed(build) as session:
        await annul_voting(session, voting.id, "The doors were locked.", at=now(), by=BY)
    assert await mailing.work() == 1, "that it was annulled, which everybody may read"
    subject, _ = mailing.letter("an@example.org")
    assert subject.endswith("– de stemming is ongeldig verklaard")
    assert "goedgekeurd" not in subject.lower()


async def test_the_answer_is_the_same_and_a_mailbox_is_not_flooded(mailing, hall):
    await mailing.follow("an@example.org", assembly=hall.slug)
    known, new, again = [
        await mailing.ask(email, assembly=hall.slug)
        for email in ("an@example.org", "new@example.org", "New@example.org")
    ]
    assert (known.status_code, known.text) == (new.status_code, new.text)
    assert (again.status_code, again.text) == (new.status_code, new.text)
    assert await mailing.work() == 1, "one to confirm; who follows it already gets none"
    await mailing.ask("new@example.org", assembly=hall.slug)
    assert await mailing.work() == 0, "not twice within the hour"
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '2 hours'")
    await mailing.ask("new@example.org", assembly=hall.slug)
    assert await mailing.work() == 1


async def test_an_outcome_that_was_told_and_is_annulled_is_told_of_again(mailing, build, hall):
    await mailing.follow("an@example.org", "en", assembly=hall.slug)
    voting = await build.decided(hall, yes=2, no=1)
    assert await mailing.work() == 1
    async with committed(build) as session:
        await annul_voting(session, voting.id, "The doors were locked.", at=now(), by=BY)
    assert await mailing.work() == 1
    assert mailing.letter("an@example.org")[0].endswith("– the voting is annulled")
    running = await build.open_voting(hall)
    async with committed(build) as session:
        await annul_voting(session, running.id, "Once more.", at=now(), by=BY)
    assert await mailing.work() == 0, "nobody had read an outcome of it"


async def test_minutes_and_their_further_versions_are_news(mailing, build, hall):
    meeting, slug = Meeting(build, hall), hall.slug
    await mailing.follow("an@example.org", "fr", assembly=slug)
    await meeting.debating()
    await meeting.do(close_sitting)
    assert await mailing.work() == 0
    await meeting.do(publish_minutes)
    assert await mailing.work() == 1
    subject, words = mailing.letter("an@example.org")
    assert "procès-verbal de la séance 1" in subject
    assert f"/fr/assemblies/{slug}/sittings/1/minutes" in words
    await meeting.do(add_note, "De gast heette Vera.")
    assert await mailing.work() == 0
    await meeting.do(add_to_minutes, "De naam van de gast stond fout.", after=1)
    assert await mailing.work() == 1
    assert await mailing.work() == 0


async def test_a_history_is_one_line_however_many_of_it_are_about_what_is_followed(
    mailing, build, hall
):
    first, second = fresh(), fresh()
    await added(build, first)
    await added(build, second, HOUSING)
    await mailing.follow("an@example.org", theme=first)
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '2 hours'")
    await mailing.follow("an@example.org", theme=second)
    lines = b"\n".join(b"%d;Bus;Gratis bus %d.;Goedgekeurd" % (n, n) for n in range(1, 8))
    data = b"Nr;Titel;Tekst;Uitslag\n" + lines + b"\n"
    slug = await history_brought_in(build, data, slug=fresh())
    async with build.sessions.begin() as session:
        past = replace(hall, assembly=await require_assembly(session, slug))
    assert await mailing.work() == 0, "it is not about anything yet"
    for number in range(1, 6):
        await tagged(build, past, number, first, second)
    assert await mailing.work() == 1
    subject, words = mailing.letter("an@example.org")
    assert subject == "Dorpsraad: beslissingen van vroeger, uit het archief (7)"
    assert f"{mailing.settings.public_url}/assemblies/{slug}\n" in words
    await tagged(build, past, 6, first)
    assert await mailing.work() == 0, "it was told"


async def test_a_worker_that_was_away_for_long_tells_it_all_in_one_letter_that_ends(
    mailing, build, hall, monkeypatch
):
    monkeypatch.setattr(mail, "MOST_TOLD", 2)
    await mailing.follow("an@example.org", assembly=hall.slug)
    assert await mailing.work() == 0
    for _ in range(4):
        await build.decided(hall, yes=2, no=1)
    await mailing.run("UPDATE follows SET confirmed_at = confirmed_at - interval '30 days'")
    await mailing.run("UPDATE spread_until SET at = at - interval '30 days'")
    await mailing.run("ALTER TABLE records DISABLE TRIGGER USER")
    await mailing.run(
        "UPDATE records SET published_at = published_at - interval '9 days'"
        f" WHERE assembly_id = '{hall.assembly.id}'"
    )
    await mailing.run("ALTER TABLE records ENABLE TRIGGER USER")
    async with committed(build) as session:
        await follow.forget_unconfirmed(session, at=now())
    assert await mailing.work() == 1
    _, words = mailing.letter("an@example.org")
    for number, told in ((1, False), (2, False), (3, True), (4, True)):
        assert (f"/resolutions/{number}\n" in words) == told, "the latest, line by line"
    assert "En er is meer, van vroeger:" in words
    assert f"/assemblies/{hall.slug}/resolutions\n" in words
    assert await mailing.work() == 0


async def test_what_waits_to_be_told_outlives_a_mail_server_that_is_away_for_weeks(
    mailing, build, hall
):
    await mailing.follow("an@example.org", assembly=hall.slug)
    await build.decided(hall, yes=2, no=1)
    async with committed(build) as session:
        await mail.spread_news(session, at=now())
    later = now() + timedelta(days=60)
    async with committed(build) as session:
        await mail.spread_news(session, at=later)
    async with committed(build) as session:
        await follow.forget_unconfirmed(session, at=later)
    await mailing.run("UPDATE spread_until SET at = now()")
    assert await mailing.work() == 1


async def test_as_many_statements_for_ten_lines_as_for_two(build, hall):
    asked = []
    for more in (2, 8):
        for _ in range(more):
            await build.decided(hall, yes=2, no=1)
        asked.append(await lines_and_statements(build, hall))
    (two, few), (ten, many) = asked
    assert (two, ten) == (2, 10)
    assert few == many


async def lines_and_statements(build, hall) -> tuple[int, int]:
    """How many lines tell of this hall, and how many statements that takes."""
    sent: list[object] = []
    async with build.sessions.begin() as session:
        news = await news_since(session, now() - timedelta(days=1))
        ours = [one for one in news if one.assembly_id == hall.assembly.id]
        connection = (await session.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", lambda *_: sent.append(1))
        what = [(one.kind, one.about, one.assembly_id) for one in ours]
        return len(await told_in(session, what, "nl")), len(sent)


async def test_one_network_address_asks_so_often_and_no_more(mailing, hall):
    await mailing.run("DELETE FROM attempts")
    for number in range(MOST_ASKED):
        answer = await mailing.ask(f"p{number}@example.org", assembly=hall.slug)
        assert answer.status_code == 200, number
    refused = await mailing.ask("more@example.org", assembly=hall.slug)
    assert refused.status_code == 429
    assert not await mailing.known("more@example.org")
    await mailing.run("DELETE FROM attempts")


async def test_nobody_else_than_a_trusted_proxy_says_where_somebody_asks_from(mailing, hall):
    async def asked(app_settings, forwarded: str, peer: str) -> int:
        async with living(app_settings) as app:
            door = httpx.ASGITransport(app=front(app), client=(peer, 40000))  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=door, base_url="http://test") as client:
                body = {"email": "p@example.org", "language": "nl", "assembly": hall.slug}
                answer = await client.post(API, json=body, headers={"X-Forwarded-For": forwarded})
        return answer.status_code

    async def exhausted(network: str) -> None:
        digest = digest_of(f"follow-by-mail:{network}")
        async with mailing.build.sessions.begin() as session:
            await session.execute(
                text("INSERT INTO attempts (subject, tried, since) VALUES (:one, :tried, now())"),
                {"one": digest, "tried": MOST_ASKED},
            )

    behind = mailing.settings.model_copy(update={"trusted_proxies": "10.0.0.5, 2001:db8:1::/48"})
    await exhausted("192.0.2.9")
    assert await asked(mailing.settings, "192.0.2.1", "192.0.2.9") == 429, "a header is a claim"
    assert await asked(behind, "192.0.2.1", "192.0.2.9") == 429, "also where some are trusted"
    assert await asked(behind, "192.0.2.1, 192.0.2.9", "10.0.0.5") == 429, "the proxy's word"
    assert await asked(behind, "192.0.2.9, 192.0.2.1", "10.0.0.5") == 202, "not the client's"
    assert await asked(behind, "192.0.2.9, 2001:db8:1::7", "10.0.0.5") == 429, "two proxies"
    assert await asked(behind, "192.0.2.9:1234", "::ffff:10.0.0.5") == 429
    assert await asked(behind, "192.0.2.9, nonsense", "10.0.0.5") == 202, "the proxy itself"
    await exhausted("2001:db8:5:6::/64")
    assert await asked(mailing.settings, "", "2001:db8:5:6:7::1") == 429, "a household is one"
    assert await asked(mailing.settings, "", "2001:db8:5:7::1") == 202
    with pytest.raises(ValueError, match="addresses or networks"):
        Settings.model_validate(mailing.settings.model_dump() | {"trusted_proxies": "my proxy"})


async def test_a_server_that_is_away_is_tried_again_and_a_dead_address_is_forgotten(
    mailing, build, hall
):
    await mailing.follow("an@example.org", assembly=hall.slug)
    await mailing.follow("dead@example.org", assembly=hall.slug)
    await build.decided(hall, yes=2, no=1)
    mailing.box.says = "451 later"
    mailing.box.refuses["dead@example.org"] = "550 nobody here"
    assert await mailing.work() == 0
    assert await mailing.known("an@example.org")
    assert not await mailing.known("dead@example.org")
    mailing.box.says = ""
    assert await mailing.work() == 0, "after a pause"
    await mailing.due()
    assert await mailing.work() == 1


async def test_who_dies_after_claiming_leaves_it_to_the_next_under_the_same_name(
    mailing, build, hall
):
    await mailing.follow("an@example.org", assembly=hall.slug)
    await build.decided(hall, yes=2, no=1)
    async with build.sessions.begin() as session:
        await mail.spread_news(session, at=now())
    async with build.sessions.begin() as session:
        lost = await mail.claim(session, mailing.settings, at=now())
    assert lost is not None
    assert "an@example.org" not in repr(lost)
    assert await mailing.work() == 0
    await mailing.due()
    assert await mailing.work() == 1
    name = mail.compose(lost, mailing.settings)["Message-ID"]
    assert mailing.box.letters[-1][1]["Message-ID"] == name
    async with build.sessions.begin() as session:
        await mail.settle(session, lost, None, at=now())  # the first one wakes up again
    assert await mailing.work() == 0


async def test_what_nobody_confirms_is_forgotten_and_old_links_are_void(mailing, build, hall):
    await mailing.ask("new@example.org", assembly=hall.slug)
    await mailing.follow("an@example.org", assembly=hall.slug)
    link = mailing.link("new@example.org", "confirm")
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '4 days'")
    assert (await mailing.client.get(link)).status_code == 404
    assert (await mailing.client.post(link)).status_code == 404
    async with committed(build) as session:
        await follow.forget_unconfirmed(session, at=now() + UNCONFIRMED + timedelta(minutes=1))
    assert not await mailing.known("new@example.org")
    assert await mailing.known("an@example.org")


async def test_one_thing_is_stopped_and_the_rest_goes_on(mailing, build, hall):
    other = await build.hall(seats=3)
    await mailing.follow("an@example.org", assembly=hall.slug)
    await mailing.run("UPDATE subscribers SET letter_at = now() - interval '2 hours'")
    await mailing.follow("an@example.org", assembly=other.slug)
    own = mailing.link("an@example.org", "mine")
    page = (await mailing.client.get(own)).text
    first, second = re.findall(r'name="stop" value="([0-9a-f-]+)"', page)
    left = (await mailing.client.post(own, data={"stop": first})).text
    assert hall.slug not in left
    assert other.slug in left
    assert (await mailing.client.post(own, data={"stop": "odd"})).status_code == 404
    await mailing.client.post(own, data={"stop": second})
    assert not await mailing.known("an@example.org")


async def test_nothing_to_read_tells_who_follows_and_no_token_is_kept(mailing, build, hall):
    await mailing.ask("secret@example.org", assembly=hall.slug)
    await mailing.work()
    token = mailing.link("secret@example.org", "confirm").rpartition("/")[2]
    kept = await rows(build, "SELECT to_jsonb(s)::text FROM subscribers s")
    assert all(token not in words for (words,) in kept)
    told = await rows(build, "SELECT facts::text || subject || actor FROM audit_entries")
    assert all("secret@" not in words for (words,) in told)


async def test_over_http_too_and_wrong_addresses_are_named(mailing, hall):
    body = {"email": "api@example.org", "language": "en", "assembly": hall.slug}
    assert (await mailing.client.post(API, json=body)).status_code == 202
    assert await mailing.work() == 1
    for wrong in ({"email": "nobody"}, {"language": "la"}, {"assembly": None}, {"theme": "x"}):
        answer = await mailing.client.post(API, json=body | wrong)
        is_problem(answer, 422, "invalid-request")
    page = await mailing.ask("nobody", assembly=hall.slug)
    assert page.status_code == 422
    assert 'id="email-error"' in page.text


async def test_pages_lead_to_the_form_where_there_is_a_mail_server(mailing, build, hall, client):
    slug = fresh()
    await added(build, slug)
    await build.decided(hall, yes=2, no=1)
    for page, query in (
        (f"/assemblies/{hall.slug}", f"?assembly={hall.slug}"),
        (
            f"/assemblies/{hall.slug}/resolutions/1",
            f"?assembly={hall.slug}&amp;resolution=1",
        ),
        (f"/assemblies/{hall.slug}/resolutions", f"?assembly={hall.slug}"),
        (f"/assemblies/{hall.slug}/follow-up", f"?assembly={hall.slug}"),
        (f"/themes/{slug}", f"?theme={slug}"),
    ):
        assert f'href="{HERE}{query}"' in (await mailing.client.get(page)).text
        assert HERE not in (await client.get(page)).text, "without one it is not shown"
    is_problem(
        await client.post(API, json={"email": "a@example.org", "language": "nl"}), 409, "mail-off"
    )


def test_a_key_is_of_one_subscriber_and_of_one_installation():
    mine = uuid4()
    key = key_of(b"a" * 32, mine)
    assert subscriber_in(b"a" * 32, key) == mine
    assert subscriber_in(b"b" * 32, key) is None
    for wrong in ("", "x", key[:-1], key + "A", "é" * 46, key.swapcase()):
        assert subscriber_in(b"a" * 32, wrong) is None
