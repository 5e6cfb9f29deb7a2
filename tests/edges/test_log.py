# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log over HTTP: checkpoints, proofs, keys, for anybody; and `assembly verify` with them."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from assembly.audit.rules.checkpoint import read_note
from assembly.audit.rules.entry import leaf_bytes
from assembly.audit.rules.keys import read_key
from assembly.audit.rules.merkle import (
    Span,
    grown,
    hash_leaf,
    hash_of,
    is_consistent,
    is_included,
)
from assembly.audit.signing import is_signed
from tests.build.log import extended
from tests.edges.town import is_problem, work
from tests.verbs.reading import one

LOG = "/api/v1/log"


async def read(client, path):
    answer = await client.get(f"{LOG}{path}")
    assert answer.status_code == 200, answer.text
    return answer


async def test_anybody_can_rebuild_the_log_and_check_who_signed_it(client, build):
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    size = await extended(build)
    answer = await read(client, "/checkpoint")
    note = read_note(answer.text)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert note.size == size
    keys = [read_key(key) for key in (await read(client, "/keys")).json()["keys"]]
    assert note.is_signed_by(keys, is_signed)
    told = (await read(client, "/leaves")).json()
    hashes = [bytes.fromhex(one) for one in told["hashes"]]
    assert (told["start"], told["end"], len(hashes)) == (0, size, size)
    assert hash_of(Span(0, size), grown(0, [], hashes)) == note.root
    well_known = await client.get("/.well-known/jwks.json")
    assert well_known.json() == (await read(client, "/keys")).json()


async def test_whoever_has_the_newest_checkpoint_is_told_so_in_no_bytes(client, build):
    await build.hall(seats=1)
    await extended(build)
    first = await read(client, "/checkpoint")
    tag = {"If-None-Match": first.headers["etag"]}
    again = await client.get(f"{LOG}/checkpoint", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    await build.hall(seats=1)
    await extended(build)
    assert (await client.get(f"{LOG}/checkpoint", headers=tag)).status_code == 200


async def test_proofs_hold_between_what_was_signed(client, build):
    sizes = []
    for _ in range(3):
        await build.hall(seats=1)
        sizes.append(await extended(build))
    first, _, last = sizes
    old, new = [
        read_note((await read(client, f"/checkpoints/{size}")).text) for size in (first, last)
    ]
    told = (await read(client, f"/consistency?before={first}&size={last}")).json()
    path = [bytes.fromhex(one) for one in told["path"]]
    assert is_consistent(first, last, old.root, new.root, path)
    told = (await read(client, f"/leaves/{first}?size={last}")).json()
    path = [bytes.fromhex(one) for one in told["path"]]
    assert is_included(bytes.fromhex(told["leaf_hash"]), first, last, path, new.root)
    assert (await read(client, f"/consistency?before=0&size={last}")).json()["path"] == []


async def test_what_was_never_signed_is_refused(client, build):
    await build.hall(seats=1)
    await extended(build)
    await build.hall(seats=1)
    size = await extended(build)
    far = 2**53
    assert (await read(client, f"/leaves?start={far}")).json()["hashes"] == []
    for path in (
        f"/checkpoints/{size + 1}",
        f"/checkpoints/{10**30}",
        "/checkpoints/-1",
        f"/consistency?before=0&size={far}",
        f"/consistency?before={far}&size={size}",
        f"/leaves/0?size={size + 1}",
    ):
        is_problem(await client.get(f"{LOG}{path}"), 404, "checkpoint-not-found")
    smaller = await one(build, "SELECT min(size) FROM log_checkpoints")
    for path in (
        f"/consistency?before={size}&size={smaller}",
        f"/leaves/{size}?size={size}",
        f"/leaves/-1?size={size}",
        f"/leaves/{10**30}?size={size}",
        "/consistency?before=0&size=0",
        f"/consistency?before=0&size={far + 1}",
        "/consistency",
        "/leaves?start=-1",
    ):
        is_problem(await client.get(f"{LOG}{path}"), 422, "invalid-request")


async def test_a_bundle_says_where_its_publication_stands(client, build, settings):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    await build.close(voting)
    await work(settings, ring=UUID(str(voting.id)))
    bundle = (await client.get(f"/api/v1/votings/{voting.id}/bundle")).json()
    log = bundle["log"]
    assert log["leaf"]["facts"] == {"digest": bundle["digest"]}
    assert log["leaf"]["subject"] == f"voting:{voting.id}"
    told = await read(client, f"/leaves/{log['index']}?size={read_note(log['checkpoint']).size}")
    assert told.json()["leaf_hash"] == hash_leaf(leaf_bytes(log["leaf"])).hex()
    assert told.json()["path"] == log["path"]


def verified(*words: object) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "assembly", "verify", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
async def published(client, build, tmp_path):
    """A bundle in a file, as text, and the checkpoint it brings in another."""
    hall = await build.hall(seats=3)
    await extended(build)
    voting = await build.decided(hall, yes=2, no=0)
    await extended(build)
    bundle = (await client.get(f"/api/v1/votings/{voting.id}/bundle")).json()
    (tmp_path / "bundle.json").write_text(json.dumps(bundle))
    (tmp_path / "kept").write_text(bundle["log"]["checkpoint"])
    return bundle, tmp_path / "bundle.json", tmp_path / "kept"


async def test_the_command_holds_a_bundle_against_key_and_checkpoint(published):
    bundle, file, kept = published
    line = bundle["log"]["keys"][0]["line"]
    code, said = await asyncio.to_thread(verified, file, "--key", line, "--since", kept)
    assert code == 0, said
    assert "ok       It stands in the log where the bundle says" in said
    assert "ok       The key is the one you know the log by" in said
    assert "ok       The checkpoint you kept is signed by the same key" in said
    code, said = await asyncio.to_thread(verified, file, "--key", "example.org/log+00000000+AQ==")
    assert code == 1
    assert "differs  The key is the one you know the log by" in said


async def test_the_command_says_what_it_cannot_compare(published, tmp_path):
    bundle, file, kept = published
    code, said = await asyncio.to_thread(verified, file, "--since", tmp_path / "nothing")
    assert code == 2, said
    kept.write_text("no checkpoint")
    assert (await asyncio.to_thread(verified, file, "--since", kept))[0] == 2
    kept.write_text(bundle["log"]["before"])
    code, said = await asyncio.to_thread(verified, file, "--since", kept)
    assert (code, "give the address" in said) == (2, True), said
    kept.write_text(bundle["log"]["checkpoint"])
    file.write_text(json.dumps(bundle | {"log": None}))
    code, said = await asyncio.to_thread(verified, file, "--since", kept)
    assert (code, "no checkpoint to compare" in said) == (2, True), said
