# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks against a receiver that really listens: what it gets, and what comes of its answers."""

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from assembly.clock import now
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.publication.rules.correction import Correctable
from assembly.sittings.minute import add_note
from assembly.sittings.preside import close_sitting
from assembly.voting.annul import annul_voting
from assembly.webhooks.announce import ping, redeliver
from assembly.webhooks.deliver import claim, forget_old_deliveries, send_next, settle
from assembly.webhooks.keys import secret_of
from assembly.webhooks.models import Webhook
from assembly.webhooks.queries import DeliveryView, deliveries_of, webhook_by_id
from assembly.webhooks.register import enable_webhook, remove_webhook, rotate_secret
from assembly.webhooks.rules.backoff import PATIENCE, PAUSES, Disabled, Failure
from assembly.webhooks.rules.event import EventType
from assembly.webhooks.rules.signing import shown
from assembly.webhooks.send import Answer, Sender
from tests.build.house import BY, Build, Hall
from tests.build.receiver import receiving, registered
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.reading import acts, one, rows, run
from tests.verbs.test_correct import correct

Read = Callable[[str, dict[str, str], bytes], dict[str, Any]]


@pytest.fixture(scope="session")
def read_event(project: Path) -> Read:
    """What docs/webhooks.md tells receivers to write, as it stands there."""
    told = (project / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", told, re.DOTALL)
    names: dict[str, Any] = {}
    exec(block, names)
    read: Read = names["read_event"]
    return read


@pytest.fixture
async def hall(build: Build) -> Hall:
    return await build.hall(seats=3)


@pytest.fixture
def here(settings):
    """As a trial machine is set up."""
    return settings.model_copy(update={"webhooks_local": True})


async def send(build: Build, settings, hook: Webhook, **told: Any) -> bool | None:
    """One event that is due."""
    async with Sender(local=settings.webhooks_local, **told) as sender:
        return await send_next(build.sessions, hook.id, settings, sender)


async def pinged(build: Build, hall: Hall, hook: Webhook) -> UUID:
    async with build.sessions.begin() as session:
        return (await ping(session, hall.assembly.id, hook.id, at=now())).event_id


async def log_of(build: Build, hook: Webhook) -> list[DeliveryView]:
    async with build.sessions() as session:
        return await deliveries_of(session, hook.id)


async def hurry(build: Build) -> None:
    """Whatever waits for later is due now."""
    await run(build, "UPDATE webhook_deliveries SET next_at = now() - interval '1 second'")


# ── what is told ──────────────────────────────────────────────────────────────
async def test_a_published_record_is_told_by_a_worker_and_read_as_the_document_says(
    build, hall, settings, crew, until, read_event
):
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        crew.start(WEBHOOKS_LOCAL="true")
        voting = await build.open_voting(hall)
        await build.cast_all(hall, voting, ["yes", "yes", "no"])
        await build.close(voting)

        async def delivered() -> bool:
            return [view.state for view in await log_of(build, hook)] == ["delivered"]

        await until(delivered, "the event got through")
    (got,) = receiver.got
    secret = shown(secret_of(settings, hook.id, 1))
    event = read_event(secret, got.headers, got.body)
    digest = await one(build, "SELECT digest FROM records")
    site, here = settings.public_url, f"/api/v1/votings/{voting.id}"
    assert event == {
        "id": got.headers["webhook-id"],
        "type": "record.published",
        "at": event["at"],
        "data": {
            "assembly": hall.slug,
            "resolution": 1,
            "voting": str(voting.id),
            "digest": digest,
            "links": {
                "page": f"{site}/assemblies/{hall.slug}/resolutions/1",
                "resolution": f"{site}/api/v1/assemblies/{hall.slug}/resolutions/1",
                "result": f"{site}{here}/result",
                "bundle": f"{site}{here}/bundle",
            },
        },
    }
    assert got.headers["content-type"] == "application/json"
    assert got.headers["host"] == receiver.url.split("/")[2]
    for spoilt in (got.body.replace(b"record", b"Record"), got.body + b" "):
        with pytest.raises(ValueError, match="not signed"):
            read_event(secret, got.headers, spoilt)
    with pytest.raises(ValueError, match="too old"):
        read_event(secret, got.headers | {"webhook-timestamp": "1"}, got.body)
    assert secret not in crew.said()


async def test_nothing_is_told_before_it_is_published(build, hall):
    hook = await registered(build, hall, "https://example.org/")
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "no", "yes"])
    await build.close(voting)
    await build.count(voting)
    assert await log_of(build, hook) == []
    await build.publish(voting)
    await build.publish(voting)
    assert [view.kind for view in await log_of(build, hook)] == [EventType.RECORD_PUBLISHED]


async def test_what_is_rolled_back_is_not_told(build, hall):
    hook = await registered(build, hall, "https://example.org/")
    voting = await build.open_voting(hall)
    async with build.sessions() as session:
        await annul_voting(session, voting.id, "De deuren waren dicht.", at=now(), by=BY)
        assert len(await deliveries_of(session, hook.id)) == 1
        await session.rollback()
    assert await log_of(build, hook) == []


async def test_minutes_their_additions_and_annulments_are_told_to_those_who_chose_them(build, hall):
    everything = await registered(build, hall, "https://example.org/")
    minutes = await registered(build, hall, "https://example.org/2", [EventType.MINUTES_PUBLISHED])
    voting = await build.open_voting(hall)
    for _ in range(2):
        async with build.sessions.begin() as session:
            await annul_voting(session, voting.id, "De deuren waren dicht.", at=now(), by=BY)
    meeting = Meeting(build, hall)
    await meeting.debating(DEBATE)
    await meeting.do(close_sitting)
    for _ in range(2):
        await meeting.do(publish_minutes)
    await meeting.do(add_note, "Er was koffie.")
    await meeting.do(add_to_minutes, "De koffie ontbrak.", after=1)
    told = sorted(view.kind for view in await log_of(build, everything))
    assert told == ["minutes.published", "minutes.published", "voting.annulled"]
    assert [view.kind for view in await log_of(build, minutes)] == ["minutes.published"] * 2
    facts = await rows(
        build,
        "SELECT facts - 'digest', links FROM webhook_deliveries"
        " WHERE webhook_id = :id ORDER BY made_at",
        id=minutes.id,
    )
    assert [one["version"] for one, _ in facts] == [1, 2]
    assert facts[1][1] == {
        "page": f"/assemblies/{hall.slug}/sittings/1/minutes",
        "minutes": f"/api/v1/assemblies/{hall.slug}/sittings/1/minutes/versions/2",
    }


async def test_a_correction_is_told_once_with_where_it_stands(build, client, hall):
    hook = await registered(build, hall, "https://example.org/", [EventType.RECORD_CORRECTED])
    await build.decided(hall, yes=2, no=1)
    for _ in range(2):
        await correct(build, hall.slug, {Correctable.TITLE: "Gratis bus"})
    assert [view.kind for view in await log_of(build, hook)] == [EventType.RECORD_CORRECTED]
    ((facts, links),) = await rows(
        build, "SELECT facts, links FROM webhook_deliveries WHERE webhook_id = :id", id=hook.id
    )
    told = (await client.get(links["record"])).json()
    assert (facts["resolution"], facts["version"], facts["digest"]) == (1, 2, told["digest"])
    assert (await client.get(links["page"])).status_code == 200


async def test_a_rehearsal_tells_nobody(build):
    hall = await build.hall(seats=3, rehearsal=True)
    hook = await registered(build, hall, "https://example.org/")
    await build.decided(hall, yes=2, no=1)
    assert await log_of(build, hook) == []


# ── what comes of an answer ───────────────────────────────────────────────────
async def test_a_worker_that_is_killed_before_it_wrote_it_down_leaves_the_same_event(
    build, hall, settings, crew, until, read_event
):
    async with receiving(None, "200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        event_id = await pinged(build, hall, hook)
        worker = crew.start(WEBHOOKS_LOCAL="true")
        receiver.before_answering = worker.kill
        await receiver.came.wait()
        receiver.before_answering = None
        (before,) = await log_of(build, hook)
        assert (before.state, before.attempts) == ("waiting", 1)
        await hurry(build)
        crew.start(WEBHOOKS_LOCAL="true")

        async def delivered() -> bool:
            return [view.state for view in await log_of(build, hook)] == ["delivered"]

        await until(delivered, "the event got through")
    first, second = receiver.got
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(event_id)
    for got in (first, second):
        read_event(shown(secret_of(settings, hook.id, 1)), got.headers, got.body)


async def test_an_error_is_tried_again_later_until_it_is_given_up(build, hall, here):
    async with receiving("500 Oops", "503 Busy\r\nRetry-After: 7200", "500 Oops") as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        assert await send(build, here, hook) is False
        assert await send(build, here, hook) is None
        (view,) = await log_of(build, hook)
        assert (view.state, view.last_status, view.failed_because) == ("again", 500, Failure.ANSWER)
        assert view.next_at is not None
        assert view.last_at is not None
        assert timedelta(seconds=4) < view.next_at - view.last_at < timedelta(seconds=6)
        await hurry(build)
        assert await send(build, here, hook) is False
        (view,) = await log_of(build, hook)
        assert view.next_at is not None
        assert view.last_at is not None
        assert view.next_at - view.last_at >= timedelta(hours=2)
        for _ in range(len(PAUSES) - 1):
            await hurry(build)
            assert await send(build, here, hook) is False
        await hurry(build)
        assert await send(build, here, hook) is None
    (view,) = await log_of(build, hook)
    assert (view.state, view.attempts) == ("failed", len(PAUSES) + 1)
    assert len({got.body for got in receiver.got}) == 1
    async with build.sessions() as session:
        assert (await webhook_by_id(session, hall.assembly.id, hook.id)).disabled_at is None


async def test_given_up_is_sent_again_by_hand_as_the_same_event(build, hall, here):
    async with receiving("500 Oops", "200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        event_id = await pinged(build, hall, hook)
        await send(build, here, hook)
        await run(build, "UPDATE webhook_deliveries SET ended_at = now()")
        for _ in range(2):
            async with build.sessions.begin() as session:
                await redeliver(session, hall.assembly.id, hook.id, event_id, at=now())
        assert await send(build, here, hook) is True
        assert await send(build, here, hook) is None
    assert len({(got.body, got.headers["webhook-id"]) for got in receiver.got}) == 1
    (view,) = await log_of(build, hook)
    assert (view.state, view.failed_because) == ("delivered", None)


async def test_every_attempt_is_in_the_log_also_those_before_it_was_sent_again(build, hall, here):
    async with receiving("500 Oops", "200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        event_id = await pinged(build, hall, hook)
        assert await send(build, here, hook) is False
        await hurry(build)
        assert await send(build, here, hook) is True
        async with build.sessions.begin() as session:
            await redeliver(session, hall.assembly.id, hook.id, event_id, at=now())
        assert await send(build, here, hook) is True
    (view,) = await log_of(build, hook)
    seen = [(each.number, each.state, each.status) for each in view.latest_attempts]
    assert seen == [(3, "delivered", 200), (2, "delivered", 200), (1, "failed", 500)]
    assert view.attempts == 1
    assert all(each.took_ms is not None for each in view.latest_attempts)
    assert view.latest_attempts[2].failed_because is Failure.ANSWER


async def test_an_attempt_that_broke_off_is_in_the_log_without_an_outcome(build, hall, here):
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        async with build.sessions.begin() as session:
            assert await claim(session, hook.id, site=here.public_url, at=now())
        await hurry(build)
        assert await send(build, here, hook) is True
    (view,) = await log_of(build, hook)
    assert [each.state for each in view.latest_attempts] == ["delivered", "open"]


async def test_an_attempt_that_was_overtaken_notes_itself_and_nothing_else(build, hall, here):
    hook = await registered(build, hall, "https://example.org/")
    await pinged(build, hall, hook)
    claimed = []
    for _ in range(2):
        async with build.sessions.begin() as session:
            claimed.append(await claim(session, hook.id, site=here.public_url, at=now()))
        await hurry(build)
    slow, overtaking = claimed
    assert slow is not None
    assert overtaking is not None
    async with build.sessions.begin() as session:
        await settle(session, overtaking, Answer(200, None, None, 5), at=now(), luck=0.5)
    async with build.sessions.begin() as session:
        late = Answer(None, Failure.TIMEOUT, None, 15000)
        await settle(session, slow, late, at=now(), luck=0.5)
    (view,) = await log_of(build, hook)
    assert (view.state, view.failed_because) == ("delivered", None)
    assert [each.state for each in view.latest_attempts] == ["delivered", "failed"]


async def test_of_very_many_attempts_the_last_twenty_are_shown(build, hall, here):
    hook = await registered(build, hall, "https://example.org/")
    for _ in range(2):
        await pinged(build, hall, hook)
    await run(
        build,
        "INSERT INTO webhook_attempts (webhook_id, event_id, number, at, status, took_ms)"
        " SELECT webhook_id, event_id, n, now(), 200, 1"
        " FROM webhook_deliveries, generate_series(1, 25) AS n",
    )
    for view in await log_of(build, hook):
        assert [each.number for each in view.latest_attempts] == list(range(25, 5, -1))


async def test_a_redirect_is_an_answer_like_any_other(build, hall, here):
    async with receiving() as other, receiving(f"307 Away\r\nLocation: {other.url}") as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        assert await send(build, here, hook) is False
    assert other.got == []


async def test_gone_disables_at_once_and_what_waited_has_ended(build, hall, here):
    async with receiving("410 Gone", "200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        for _ in range(2):
            await pinged(build, hall, hook)
        assert await send(build, here, hook) is False
        assert await send(build, here, hook) is None
        async with build.sessions() as session:
            view = await webhook_by_id(session, hall.assembly.id, hook.id)
        assert view.disabled_because is Disabled.GONE
        because = {one.failed_because for one in await log_of(build, hook)}
        assert because == {Failure.ANSWER, Failure.DISABLED}
        await build.decided(hall, yes=2, no=1)
        assert len(await log_of(build, hook)) == 2
        async with build.sessions.begin() as session:
            await enable_webhook(session, hall.assembly.id, hook.id, at=now(), by=BY)
        await pinged(build, hall, hook)
        assert await send(build, here, hook) is True
    assert (await acts(build, f"webhook:{hook.id}")) == {
        "register_webhook": 1,
        "disable_webhook": 1,
        "enable_webhook": 1,
    }


@pytest.mark.parametrize(
    ("failing_for", "disabled"),
    [
        pytest.param(PATIENCE + timedelta(minutes=1), Disabled.FAILING, id="five days"),
        pytest.param(PATIENCE - timedelta(hours=1), None, id="not yet five days"),
    ],
)
async def test_giving_up_after_five_days_without_success_disables(
    build, hall, here, failing_for, disabled
):
    async with receiving("500 Oops") as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        await run(build, "UPDATE webhook_deliveries SET attempts = :n", n=len(PAUSES))
        await run(build, "UPDATE webhooks SET failing_since = :at", at=now() - failing_for)
        assert await send(build, here, hook) is False
    async with build.sessions() as session:
        view = await webhook_by_id(session, hall.assembly.id, hook.id)
    assert view.disabled_because is disabled


async def test_a_success_ends_the_time_of_failures(build, hall, here):
    async with receiving("500 Oops", "200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        for _ in range(2):
            await pinged(build, hall, hook)
        assert [await send(build, here, hook) for _ in range(2)] == [False, True]
    async with build.sessions() as session:
        view = await webhook_by_id(session, hall.assembly.id, hook.id)
    assert view.failing_since is None


async def test_nobody_there_and_no_such_name_have_words_of_their_own(build, hall, here):
    async with receiving(None) as receiver:
        broken = await registered(build, hall, receiver.url)
        await pinged(build, hall, broken)
        assert await send(build, here, broken) is False
    away = await registered(build, hall, receiver.url + "/away")
    nameless = await registered(build, hall, "https://no-such-machine.invalid/")
    for hook in (away, nameless):
        await pinged(build, hall, hook)
        assert await send(build, here, hook) is False
    assert [(await log_of(build, hook))[0].failed_because for hook in (broken, away, nameless)] == [
        Failure.UNREACHABLE,
        Failure.UNREACHABLE,
        Failure.UNKNOWN_HOST,
    ]


async def test_what_a_receiver_says_is_nowhere(build, hall, here):
    async with receiving("500 Oops\r\nX-Word: sesame") as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        await send(build, here, hook)
    for table in ("webhook_deliveries", "webhook_attempts"):
        kept = await one(build, f"SELECT string_agg(to_jsonb(d)::text, '') FROM {table} AS d")
        assert "sesame" not in kept
        assert "Oops" not in kept


# ── where it may go ───────────────────────────────────────────────────────────
async def test_a_name_that_leads_to_this_machine_is_not_followed(build, hall, settings):
    """`localhost` was registered while that was allowed; the worker judges for itself."""
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        assert await send(build, settings, hook) is False
    assert receiver.got == []
    (view,) = await log_of(build, hook)
    assert view.failed_because is Failure.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "10.0.0.1", "[::1]"])
async def test_no_way_of_writing_a_number_leads_inside(settings, host):
    async with Sender(local=settings.webhooks_local) as sender:
        answer = await sender.post(f"https://{host}/", {}, "{}")
    assert answer.failure in {Failure.FORBIDDEN_ADDRESS, Failure.UNKNOWN_HOST}
    assert answer.status is None


async def test_a_proxy_of_the_environment_is_not_used(build, hall, here, monkeypatch):
    async with receiving() as proxy, receiving() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/hook"))
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        assert await send(build, here, hook) is True
    assert proxy.got == []


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server with a certificate for this name, and somebody who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    at = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


async def test_the_certificate_is_for_the_name_though_the_connection_is_to_a_number(
    build, hall, here, tmp_path
):
    server, trust = certified(tmp_path, "localhost")
    async with receiving(trust=server) as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        assert await send(build, here, hook, trust=trust) is True


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_certificate_for_another_name_or_of_nobody_is_refused(
    build, hall, here, tmp_path, trusted
):
    server, trust = certified(tmp_path, "elsewhere" if trusted else "localhost")
    async with receiving(trust=server) as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        told = {"trust": trust} if trusted else {}
        assert await send(build, here, hook, **told) is False
    assert receiver.got == []
    (view,) = await log_of(build, hook)
    assert view.failed_because is Failure.INSECURE


# ── secrets and the log ───────────────────────────────────────────────────────
async def test_after_a_rotation_both_secrets_sign_for_a_day(build, hall, here, read_event):
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        async with build.sessions.begin() as session:
            number = await rotate_secret(session, hall.assembly.id, hook.id, at=now(), by=BY)
        await pinged(build, hall, hook)
        await send(build, here, hook)
        await run(build, "UPDATE webhook_secrets SET ends_at = now() WHERE ends_at IS NOT NULL")
        await pinged(build, hall, hook)
        await send(build, here, hook)
    old, new = (shown(secret_of(here, hook.id, one)) for one in (1, number))
    assert old != new
    during, after = receiver.got
    for secret in (old, new):
        assert read_event(secret, during.headers, during.body)["type"] == "ping"
    assert read_event(new, after.headers, after.body)
    with pytest.raises(ValueError, match="not signed"):
        read_event(old, after.headers, after.body)


async def test_a_webhook_that_is_removed_while_an_event_is_under_way_stays_removed(
    build, hall, here
):
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)

        class Removing(Sender):
            async def post(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
                answer = await super().post(url, headers, body)
                async with build.sessions.begin() as session:
                    await remove_webhook(session, hall.assembly.id, hook.id, at=now(), by=BY)
                return answer

        async with Removing(local=True) as sender:
            assert await send_next(build.sessions, hook.id, here, sender) is True
    assert await rows(build, "SELECT * FROM webhook_deliveries") == []
    assert await rows(build, "SELECT * FROM webhooks") == []


async def test_two_workers_at_once_send_an_event_once(build, hall, here):
    async with receiving() as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        done = await asyncio.gather(*(send(build, here, hook) for _ in range(4)))
    assert sorted(map(str, done)) == ["None", "None", "None", "True"]
    assert len(receiver.got) == 1


async def test_what_was_over_a_month_ago_leaves_the_log_and_what_waits_stays(build, hall, here):
    async with receiving("200 OK") as receiver:
        hook = await registered(build, hall, receiver.url)
        await pinged(build, hall, hook)
        await send(build, here, hook)
        waiting = await pinged(build, hall, hook)
    for later, left in ((timedelta(days=29), 2), (timedelta(days=31), 1)):
        async with build.sessions.begin() as session:
            await forget_old_deliveries(session, at=now() + later)
        assert len(await log_of(build, hook)) == left
    assert [view.event_id for view in await log_of(build, hook)] == [waiting]
