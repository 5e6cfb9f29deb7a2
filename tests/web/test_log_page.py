# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/log`: whether the log only grew since a checkpoint that somebody kept."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assembly.audit.queries import latest
from assembly.audit.rules.checkpoint import Checkpoint, Key, read_note, write_body, write_note
from assembly.audit.rules.growth import Growth, growth
from assembly.clock import now
from tests.build.house import Build
from tests.build.log import AT, extended, other_signature, signer

GREW, SAME = "The log only grew.", "Both are checkpoints of the same log"
REWRITTEN, SHRUNK = "does not begin with the shorter one", "entries are missing"


async def newest(build: Build) -> str:
    async with build.sessions() as session:
        found = await latest(session)
    assert found is not None
    return found.note


@pytest.fixture
async def kept(build: Build) -> str:
    """A checkpoint from before further things happened."""
    await build.decided(await build.hall(seats=3), yes=2, no=1)
    await extended(build)
    kept = await newest(build)
    await build.decided(await build.hall(seats=3), yes=2, no=1)
    await extended(build)
    return kept


def answer_on(page: str) -> str:
    (found,) = re.findall(r'role="status">(.*?)</p>', page, re.DOTALL)
    return str(found)


def resigned(size: int, root: bytes) -> str:
    """What a site would sign that is not true to its log."""
    ours = signer()
    body = write_body(ours.key.name, size, root, AT)
    return write_note(body, ours.key, ours.sign(body))


async def asked(client, kept: str, other: str = "", language: str = "/en"):
    return await client.get(f"{language}/log", params={"kept": kept, "other": other})


async def test_a_log_that_only_grew_says_so_and_gives_the_proof(client, build, kept):
    page = await asked(client, kept)
    assert page.status_code == 200
    assert GREW in answer_on(page.text)
    assert "✓" in answer_on(page.text)
    (proof,) = re.findall(r'href="(/api/v1/log/consistency[^"]+)"', page.text)
    told = (await client.get(proof.replace("&amp;", "&"))).json()
    before, after = read_note(kept), read_note(await newest(build))
    assert (told["before"], told["size"]) == (before.size, after.size)
    path = [bytes.fromhex(one) for one in told["path"]]
    assert growth(before, after, there=after.size, path=path) is Growth.GREW
    assert after.root.hex() in page.text
    assert before.root.hex() in page.text


async def test_it_does_not_matter_how_it_was_pasted_nor_which_is_the_older(client, build, kept):
    for words in (kept.replace("\n", "\r\n"), f"\n {kept.strip()}  ", kept.rstrip("\n")):
        assert GREW in answer_on((await asked(client, words)).text)
    today = await newest(build)
    assert GREW in answer_on((await asked(client, today, kept)).text)
    assert GREW in answer_on((await asked(client, "", kept)).text)
    assert SAME in answer_on((await asked(client, today)).text)


async def test_another_past_is_called_what_it_is(client, build, kept):
    before, size = read_note(kept), read_note(await newest(build)).size
    for note, words in (
        (resigned(before.size, bytes(32)), REWRITTEN),
        (resigned(size, bytes(32)), REWRITTEN),
        (resigned(size + 10, before.root), SHRUNK),
    ):
        page = await asked(client, note)
        assert page.status_code == 200
        assert words in answer_on(page.text)
        assert "✗" in answer_on(page.text)
        assert "/log/consistency" not in page.text


@pytest.mark.parametrize("language", ["", "/fr", "/de", "/en"])
async def test_nonsense_and_foreign_checkpoints_are_refused_by_name(client, kept, language):
    stranger = Ed25519PrivateKey.generate()
    note = read_note(kept)
    key = Key(note.origin, stranger.public_key().public_bytes_raw())
    foreign = write_note(note.body, key, stranger.sign(note.body.encode()))
    titles = set()
    for words, title in (
        ("nonsense", "This is no checkpoint"),
        ("<script>alert(1)</script>", "This is no checkpoint"),
        (kept.replace("time ", "tijd "), "This is no checkpoint"),
        (kept.partition("\n\n")[0], "This is no checkpoint"),
        (foreign, "No key of this log signed this checkpoint"),
        (other_signature(kept), "No key of this log signed this checkpoint"),
        (kept.replace(f"\n{note.size}\n", f"\n{note.size + 1}\n"), "No key of this log"),
    ):
        page = await asked(client, words, language=language)
        assert page.status_code == 422
        assert "<script>alert" not in page.text
        (told,) = re.findall(r'role="alert"[^>]*><strong>(.*?)</strong>', page.text)
        titles.add(told)
        if language == "/en":
            assert told.startswith(title)
    assert len(titles) == 2


async def test_the_page_that_checks_a_result_asks_for_a_checkpoint_too(client, build, kept):
    hall = await build.hall(seats=3)
    voting = await build.decided(hall, yes=2, no=1)
    page = await client.get(f"/en/votings/{voting.id}/check")
    assert 'method="get" action="/en/log"' in page.text
    empty = await client.get("/en/log")
    assert empty.status_code == 200
    assert 'role="status"' not in empty.text
    assert read_note(await newest(build)).root in {
        read_note(words.replace("&#43;", "+").replace("&amp;", "&")).root
        for words in re.findall(r"<pre[^>]*>(.*?)</pre>", empty.text, re.DOTALL)
    }


def test_two_checkpoints_without_a_proof_that_fits_are_no_growth():
    def note(size: int) -> Checkpoint:
        return Checkpoint("example.org/log", size, bytes([size] * 32), now(), "", ())

    assert growth(note(1), note(2), there=2, path=[]) is Growth.REWRITTEN
    assert growth(note(2), note(2), there=2, path=[]) is Growth.SAME
    assert growth(note(2), note(3), there=2, path=[]) is Growth.SHRUNK
