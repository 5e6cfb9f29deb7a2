# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log holds every act once, in one order, and never another one, whatever goes wrong."""

import asyncio

import pytest
from sqlalchemy import text

from assembly.audit import checkpoint as module
from assembly.audit.checkpoint import extend_log
from assembly.audit.queries import (
    Signed,
    checkpoint_at,
    consistency_path,
    inclusion_path,
    keys_of,
    latest,
    leaf_hashes,
    proof_of,
)
from assembly.audit.record import record_act
from assembly.audit.rules.checkpoint import read_note
from assembly.audit.rules.entry import leaf_bytes
from assembly.audit.rules.merkle import (
    EMPTY,
    Span,
    grown,
    hash_leaf,
    hash_of,
    is_consistent,
    is_included,
)
from assembly.audit.signing import is_signed
from assembly.clock import now
from assembly.publication.rules.logged import ACT
from tests.build.house import Build
from tests.build.log import extended, signer
from tests.verbs.reading import one, rows


async def happened(build, *subjects):
    async with build.sessions.begin() as session:
        for subject in subjects:
            record_act(session, "test", at=now(), by="system:test", subject=subject)


async def newest(build: Build) -> Signed:
    async with build.sessions() as session:
        found = await latest(session)
    assert found is not None
    return found


async def test_an_empty_log_has_no_checkpoint(build):
    assert await extended(build) == 0
    assert await one(build, "SELECT count(*) FROM log_checkpoints") == 0


async def test_the_root_is_that_of_all_leaves_and_the_note_is_signed(build):
    hall = await build.hall(seats=2)
    await build.decided(hall, yes=2, no=0)
    size = await extended(build)
    assert size == await one(build, "SELECT count(*) FROM audit_entries") > 3
    assert await one(build, "SELECT count(*) FROM log_pending") == 0
    async with build.sessions() as session:
        leaves = await leaf_hashes(session, 0, size + 5)
        keys = [key for key, _ in await keys_of(session)]
    found = await newest(build)
    assert found.root == hash_of(Span(0, size), grown(0, [], leaves))
    note = read_note(found.note)
    assert (note.size, note.root) == (size, found.root)
    assert note.is_signed_by(keys, is_signed)
    assert keys == [signer().key]


async def test_it_only_grows_and_every_step_is_proved(build):
    roots = {0: EMPTY}
    for step in range(1, 14):
        await happened(build, *(f"step:{step}" for _ in range(step % 4 + 1)))
        size = await extended(build)
        found = await newest(build)
        assert found.size == size
        roots[size] = found.root
    last = max(roots)
    async with build.sessions() as session:
        for before, root in roots.items():
            path = await consistency_path(session, before, last)
            assert is_consistent(before, last, root, roots[last], path)
        leaves = await leaf_hashes(session, 0, last)
        for index, leaf in enumerate(leaves):
            path = await inclusion_path(session, index, last)
            assert is_included(leaf, index, last, path, roots[last])


async def test_an_act_that_commits_late_comes_later_and_is_not_lost(build):
    async with build.sessions() as late, late.begin():
        record_act(late, "test", at=now(), by="system:test", subject="late")
        await late.flush()
        await happened(build, "early")
        assert await extended(build) == 1
    assert await extended(build) == 2
    order = await rows(
        build,
        "SELECT subject FROM log_leaves JOIN audit_entries USING (position) ORDER BY index",
    )
    assert order == [("early",), ("late",)]


async def test_two_workers_append_each_act_once(build):
    await happened(build, *(f"act:{number}" for number in range(40)))

    async def extend():
        async with build.sessions.begin() as session:
            return await extend_log(session, signer(), at=now())

    sizes = await asyncio.gather(*(extend() for _ in range(5)))
    assert sorted(sizes, key=str) == [40, None, None, None, None]
    assert await one(build, "SELECT count(*) FROM log_checkpoints") == 1


async def test_a_worker_that_dies_while_it_appends_leaves_nothing_behind(build):
    await happened(build, "one", "two")
    async with build.sessions() as session:
        assert await extend_log(session, signer(), at=now()) == 2
        await session.rollback()
    assert await one(build, "SELECT count(*) FROM log_checkpoints") == 0
    assert await one(build, "SELECT count(*) FROM log_nodes") == 0
    assert await extended(build) == 2


async def test_many_acts_are_appended_a_piece_at_a_time(build, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 3)
    await happened(build, *(f"act:{number}" for number in range(8)))
    assert await extended(build) == 8
    assert await rows(build, "SELECT size FROM log_checkpoints ORDER BY size") == [(3,), (6,), (8,)]


async def test_a_publication_is_proved_under_the_first_checkpoint_that_covers_it(build):
    hall = await build.hall(seats=2)
    await extended(build)
    voting = await build.decided(hall, yes=2, no=0)
    subject = f"voting:{voting.id}"
    async with build.sessions() as session:
        assert await proof_of(session, ACT, subject) is None
    size = await extended(build)
    async with build.sessions() as session:
        proof = await proof_of(session, ACT, subject)
    assert proof is not None
    assert proof.checkpoint.size == size
    leaf = hash_leaf(leaf_bytes(proof.leaf))
    assert is_included(leaf, proof.index, size, proof.path, proof.checkpoint.root)
    before = proof.before
    assert before is not None
    assert is_consistent(before.size, size, before.root, proof.checkpoint.root, proof.bridge)
    await happened(build, "later")
    await extended(build)
    async with build.sessions() as session:
        assert await proof_of(session, ACT, subject) == proof


@pytest.mark.parametrize("secret", ["another-secret-" * 3, "x" * 32])
async def test_a_new_key_is_told_beside_the_old_one(build, secret):
    await happened(build, "one")
    await extended(build)
    await happened(build, "two")
    await extended(build, signer(secret_key=secret))
    async with build.sessions() as session:
        keys = [key for key, _ in await keys_of(session)]
        first, second = [await checkpoint_at(session, size) for size in (1, 2)]
    assert set(keys) == {signer().key, signer(secret_key=secret).key}
    for found in (first, second):
        assert found is not None
        assert read_note(found.note).is_signed_by(keys, is_signed)


async def test_nothing_in_the_log_tells_an_outcome_before_it_is_published(build):
    """Counting writes as many entries whatever came out: the length of the log is no oracle."""
    grew = []
    for choices in (["yes", "yes", "no"], ["no", "no", "yes"], ["yes", "no", "abstain"], []):
        hall = await build.hall(seats=3)
        voting = await build.open_voting(hall)
        for index, choice in enumerate(choices):
            await build.cast(hall, voting, index, choice)
        await build.close(voting)
        before = await extended(build)
        await build.count(voting)
        grew.append(await extended(build) - before)
    assert len(set(grew)) == 1
    assert grew[0] > 0


async def test_an_entry_without_chance_is_refused_by_the_database(build):
    async with build.sessions() as session:
        with pytest.raises(Exception, match="salt"):
            await session.execute(
                text(
                    "INSERT INTO audit_entries (at, actor, act, subject, facts)"
                    " VALUES (now(), 'x', 'x', 'x', '{}')"
                )
            )
