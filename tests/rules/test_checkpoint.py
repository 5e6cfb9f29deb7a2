# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checkpoint is read as it was written, in one form only; keys and leaves likewise."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.audit.rules.checkpoint import Key, is_name, read_note, write_body, write_note
from assembly.audit.rules.entry import Act, hidden, leaf_bytes, leaf_of
from assembly.audit.rules.keys import read_key, write_key
from assembly.audit.signing import is_signed, origin_of
from assembly.errors import InvalidRequest
from tests.build.log import KEY, PRIVATE, other_signature, signer

AT = datetime(2026, 3, 1, 10, 6, 7, tzinfo=UTC)
ROOT = bytes(range(32))
BODY = f"example.org/log\n12\n{base64.b64encode(ROOT).decode()}\ntime 2026-03-01T10:06:07Z\n"
NOTE = write_note(BODY, KEY, PRIVATE.sign(BODY.encode()))


def test_a_checkpoint_is_four_lines_and_a_signature():
    assert write_body("example.org/log", 12, ROOT, AT) == BODY
    *body, empty, line, end = NOTE.split("\n")
    assert (len(body), empty, end) == (4, "", "")
    assert line.startswith("\u2014 example.org/log ")


def test_it_is_read_as_it_was_written():
    read = read_note(NOTE)
    assert (read.origin, read.size, read.root, read.at) == ("example.org/log", 12, ROOT, AT)
    assert write_note(read.body, KEY, read.signatures[0].signature) == NOTE
    assert read.is_signed_by([KEY], is_signed)


def test_the_key_is_named_as_other_programs_name_it():
    """The example of the specification of signed notes (golang.org/x/mod/sumdb/note)."""
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    known = Key("PeterNeumann", public)
    assert known.short.hex() == "c74f20a3"
    assert known.line == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_note_of_another_program_is_verified():
    """From the same documentation: its text, its signature, its key."""
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    line = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert is_signed(public, text.encode(), line[4:])
    assert not is_signed(public, text.encode() + b" ", line[4:])


def test_the_thumbprint_is_the_one_of_the_rfc():
    """RFC 8037, appendix A.3."""
    public = base64.urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    assert Key("any", public).thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOTE[:-1],
        NOTE + "x",
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("\n12\n", "\n012\n"),
        NOTE.replace("\n12\n", "\n-1\n"),
        NOTE.replace("\n12\n", "\n\u0661\n"),
        NOTE.replace("time 2026-03-01", "time 2026-13-01"),
        NOTE.replace("time 2026", "at 2026"),
        NOTE.replace("\u2014 ", "- "),
        NOTE.replace("\u2014 example.org/log ", "\u2014 example.org/log  "),
        NOTE.replace("AAEC", "AAE"),
        NOTE.replace("example.org/log\n12", "\n12"),
        BODY,
        BODY + "\n",
        BODY + "\n" + "\u2014 x !!!!\n",
        NOTE + "x" * 10_000,
    ],
)
def test_what_only_resembles_a_checkpoint_is_refused(text):
    with pytest.raises(InvalidRequest):
        read_note(text)


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_any_other_byte_is_refused_or_not_signed(place, other):
    data = bytearray(NOTE.encode())
    data[place] ^= other
    try:
        read = read_note(bytes(data).decode())
    except (InvalidRequest, UnicodeDecodeError):
        return
    assert not read.is_signed_by([KEY], is_signed)


def test_another_key_or_signature_does_not_sign_it():
    assert not read_note(NOTE).is_signed_by([], is_signed)
    assert not read_note(NOTE).is_signed_by([Key(KEY.name, ROOT)], is_signed)
    assert not read_note(NOTE).is_signed_by([Key("else", KEY.public)], is_signed)
    assert not read_note(other_signature(NOTE)).is_signed_by([KEY], is_signed)
    assert not is_signed(b"short", b"", b"")


def test_a_key_is_read_as_it_was_written_and_in_no_other_form():
    told = write_key(KEY)
    assert read_key(json.loads(json.dumps(told))) == KEY
    for name in told:
        with pytest.raises(InvalidRequest):
            read_key(told | {name: "x"})
        with pytest.raises(InvalidRequest):
            read_key({key: value for key, value in told.items() if key != name})
    others: list[object] = [None, [], "key"]
    others += [told | {"more": 1}, told | {"x": 1}, told | {"x": "é"}]
    for other in others:
        with pytest.raises(InvalidRequest):
            read_key(other)


def test_a_leaf_names_nobody_and_hides_who_it_was_behind_chance():
    act = Act("open_voting", AT, "Ann", None, "voting:7", {"b": 1, "a": "\u00e9"})
    leaf = leaf_of(act, b"x" * 16)
    assert b"Ann" not in leaf_bytes(leaf)
    assert leaf["by"] == hidden("Ann", b"x" * 16) != hidden("Ann", b"y" * 16)
    assert leaf_bytes(leaf).startswith(b'{"act":"open_voting","assembly":null,"at":"2026-03-01T10')
    assert '"facts":{"a":"\u00e9","b":1}' in leaf_bytes(leaf).decode()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://example.org", "example.org/log"),
        ("https://example.org:8443/a", "example.org:8443/a/log"),
        ("http://u:p@example.org", "example.org/log"),
        ("http://[::1]:8000", "[::1]:8000/log"),
    ],
)
def test_a_log_is_called_after_the_address_without_secrets(address, origin):
    assert origin_of(address) == origin
    assert is_name(origin)


def test_a_key_of_its_own_signs_and_else_one_that_follows_from_the_secret():
    derived, given = signer(), signer(signing_key="ab" * 32)
    assert derived.key == signer().key != signer(secret_key="y" * 32).key
    assert given.key == signer(signing_key="AB" * 32, secret_key="y" * 32).key != derived.key
    body = write_body(given.key.name, 1, ROOT, AT)
    assert read_note(write_note(body, given.key, given.sign(body))).is_signed_by(
        [given.key], is_signed
    )


@pytest.mark.parametrize("wrong", ["ab", "zz" * 32, "ab" * 33, " " + "ab" * 32])
def test_a_signing_key_of_another_form_is_refused(wrong):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        signer(signing_key=wrong)
