# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signatures, pauses and addresses of webhooks, as values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import UnsoundAddress
from assembly.webhooks.rules.address import may_connect, sound_address
from assembly.webhooks.rules.backoff import (
    LONGEST,
    PATIENCE,
    PAUSES,
    is_lost,
    next_attempt,
    read_retry_after,
)
from assembly.webhooks.rules.event import Event, EventType, write_body
from assembly.webhooks.rules.signing import headers, shown, signature

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = bytes.fromhex("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0")


def test_a_signature_is_the_one_that_libraries_of_the_specification_make():
    """The vector that the reference implementations of Standard Webhooks are tested with."""
    assert shown(SECRET) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_secret_in_force_signs_in_the_order_given():
    told = headers([b"new" * 8, b"old" * 8], "id", 7, "{}")
    assert told == {
        "webhook-id": "id",
        "webhook-timestamp": "7",
        "webhook-signature": " ".join(
            signature(secret, "id", 7, "{}") for secret in (b"new" * 8, b"old" * 8)
        ),
    }


def test_an_event_says_where_to_read_and_nothing_else():
    event = Event(EventType.RECORD_PUBLISHED, {"assembly": "é", "digest": "00"}, {"page": "/a"})
    body = write_body(UUID(int=1), event, AT, site="https://example.org")
    assert body == (
        '{"id":"00000000-0000-0000-0000-000000000001","type":"record.published",'
        '"at":"2026-11-23T12:00:00.000Z","data":{"assembly":"é","digest":"00",'
        '"links":{"page":"https://example.org/a"}}}'
    )


# ── when ──────────────────────────────────────────────────────────────────────
def test_it_is_tried_for_about_two_days():
    assert timedelta(hours=47) < sum(PAUSES, timedelta()) <= timedelta(hours=48)
    assert list(PAUSES) == sorted(PAUSES)
    assert next_attempt(len(PAUSES), AT, luck=0.5, retry_after=None) == AT + PAUSES[-1]
    assert next_attempt(len(PAUSES) + 1, AT, luck=0.5, retry_after=None) is None


@given(
    st.integers(1, len(PAUSES)),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_a_pause_is_near_its_place_and_never_shorter_than_asked_for(attempts, luck, asked):
    again = next_attempt(attempts, AT, luck=luck, retry_after=asked)
    assert again is not None
    pause, usual = again - AT, PAUSES[attempts - 1]
    least = max(usual * 0.9, min(asked or timedelta(0), LONGEST))
    assert least - timedelta(microseconds=1) <= pause <= max(usual * 1.1, least)


@pytest.mark.parametrize(
    ("words", "pause"),
    [
        pytest.param("120", timedelta(minutes=2), id="seconds"),
        pytest.param("Mon, 23 Nov 2026 13:00:00 GMT", timedelta(hours=1), id="a date"),
        pytest.param("Mon, 23 Nov 2026 11:00:00 GMT", timedelta(0), id="a date that is past"),
        pytest.param("9" * 400, LONGEST, id="for ever"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="before now"),
        pytest.param("٣", None, id="other digits"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_what_a_receiver_asks_to_wait_is_read(words, pause):
    assert read_retry_after(words, AT) == pause


def test_a_webhook_is_lost_after_five_days():
    assert is_lost(AT - PATIENCE, AT)
    assert not is_lost(AT - PATIENCE + timedelta(seconds=1), AT)


# ── where ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.9.10",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "localhost",
        "",
    ],
)
def test_nothing_is_sent_into_a_network_that_is_not_public(number):
    assert not may_connect(number, local=False)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_machines_are_reached(number):
    assert may_connect(number, local=False)


def test_on_a_trial_machine_only_that_machine_is_reached_too():
    assert may_connect("127.0.0.1", local=True)
    assert may_connect("::1", local=True)
    assert not may_connect("10.0.0.1", local=True)
    assert not may_connect("169.254.169.254", local=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "https://",
        "https:///path",
        "https://user:word@example.org/",
        "https://example.org/#part",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\n",
        "https://example.org\\@10.0.0.1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[fe80::1%25eth0]/",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.1]/",
        "https://[::1/",
        "https://bücher.example/",
        "https://-x.example/",
        "https://example.org/" + "x" * 500,
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_is_none_or_not_public_is_refused(url):
    with pytest.raises(UnsoundAddress):
        sound_address(url, local=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook?token=a%20b",
        "https://example.org:8443/",
        "https://xn--bcher-kva.example/",
        "https://93.184.215.14/",
    ],
)
def test_a_public_address_is_kept_as_it_was_given(url):
    assert sound_address(url, local=False) == url


def test_on_a_trial_machine_http_leads_to_that_machine_only():
    assert sound_address("http://127.0.0.1:8/x", local=True) == "http://127.0.0.1:8/x"
    assert sound_address("http://localhost/", local=True)
    for url in ("http://example.org/", "http://10.0.0.1/", "https://10.0.0.1/"):
        with pytest.raises(UnsoundAddress):
            sound_address(url, local=True)
