# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document of proposals becomes drafts, once, and is undone until somebody worked on one."""

import asyncio

import pytest

from assembly.archive.take_in import LEASE, MOST_ATTEMPTS, claim, reject_import
from assembly.clock import now
from assembly.errors import (
    IllegalMove,
    ImportInUse,
    ImportNotFound,
    InvalidRequest,
    MarkupInText,
)
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.rules.lifecycle import State
from tests.archive.test_proposal_formats import DATA
from tests.build.documents import accept, read_text, sent, undo
from tests.build.house import BY
from tests.verbs.reading import one, rows


async def test_the_memorandum_becomes_drafts_in_chapters_with_references_and_lines(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, DATA)
    assert await accept(build, hall, import_id) == list(range(1, 22))
    assert await rows(
        build,
        "SELECT c.ordinal, count(o.item) FROM chapters c LEFT JOIN origins o"
        " ON o.chapter_id = c.id GROUP BY c.ordinal ORDER BY c.ordinal",
    ) == [(1, 9), (2, 5), (3, 0), (4, 2), (5, 5)]
    assert await one(build, "SELECT count(*) FROM citations") == 19
    assert (
        await one(
            build,
            "SELECT count(*) FROM citations c JOIN provisions p ON"
            " p.resolution_id = c.resolution_id AND p.provision_id = c.provision_id"
            " AND strpos(p.text, c.as_written) > 0",
        )
        == 19
    )
    assert await rows(build, "SELECT first, last, unit FROM origins WHERE item = 13") == [
        (45, 45, "line")
    ]


async def test_the_same_bytes_are_the_same_import_until_they_are_undone(build):
    hall = await build.hall(seats=0)
    first = await read_text(build, hall, b"- a\n- b")
    assert await sent(build, hall, b"- a\n- b", "b.txt") == first
    await accept(build, hall, first)
    assert await sent(build, hall, b"- a\n- b") == first
    assert await undo(build, hall, first) == [1, 2]
    assert await undo(build, hall, first) == []
    again = await read_text(build, hall, b"- a\n- b")
    assert again != first
    assert await accept(build, hall, again, [1]) == [3]


async def test_two_moderators_who_accept_at_once_make_one_set_of_drafts(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- a\n- b")
    made = await asyncio.gather(*(accept(build, hall, import_id) for _ in range(4)))
    assert sorted(made) == [[], [], [], [1, 2]]
    assert await one(build, "SELECT count(*) FROM resolutions") == 2
    with pytest.raises(IllegalMove):
        await accept(build, hall, import_id, [1])


async def test_two_who_send_at_once_send_one_document(build):
    hall = await build.hall(seats=0)
    ids = await asyncio.gather(*(sent(build, hall, b"- a") for _ in range(4)))
    assert len(set(ids)) == 1


async def test_what_is_not_there_cannot_be_left_out_and_neither_can_all(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- a\n- b")
    for left_out in ([3], [1, 2]):
        with pytest.raises(InvalidRequest):
            await accept(build, hall, import_id, left_out)


async def test_an_item_that_looks_like_a_web_page_is_doubtful_and_can_be_left_out(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- Een <b>vet</b> plan.\n- Een plan.")
    with pytest.raises(MarkupInText) as refused:
        await accept(build, hall, import_id)
    assert refused.value.facts["item"] == 1
    assert await one(build, "SELECT count(*) FROM resolutions") == 0
    await accept(build, hall, import_id, leave_out=[1])
    assert await one(build, "SELECT count(*) FROM resolutions") == 1


async def test_undoing_is_refused_once_something_depends_on_a_draft(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- a\n- b")
    await accept(build, hall, import_id)
    async with build.sessions.begin() as session:
        await move_resolution(session, hall.assembly.id, 2, State.TABLED, at=now(), by=BY)
    with pytest.raises(ImportInUse) as refused:
        await undo(build, hall, import_id)
    assert refused.value.facts["resolutions"] == [{"number": 2, "because": "tabled"}]
    assert await rows(build, "SELECT state FROM resolutions ORDER BY number") == [
        ("draft",),
        ("tabled",),
    ]


async def test_a_document_of_another_assembly_is_not_there(build):
    hall, other = await build.hall(seats=0), await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- a")
    with pytest.raises(ImportNotFound):
        await accept(build, other, import_id)


async def test_a_document_whose_readers_die_is_refused_in_the_end(build):
    hall = await build.hall(seats=0)
    import_id, at = await sent(build, hall, b"- a"), now()
    for _ in range(MOST_ATTEMPTS):
        async with build.sessions.begin() as session:
            assert await claim(session, import_id, at=at) is not None
            assert await claim(session, import_id, at=at) is None
        at += LEASE
    async with build.sessions.begin() as session:
        assert await claim(session, import_id, at=at) is None
    assert await one(build, "SELECT refusal->>'code' FROM imports") == "reader-died"


async def test_a_rejected_document_is_not_accepted(build):
    hall = await build.hall(seats=0)
    import_id = await read_text(build, hall, b"- a")
    async with build.sessions.begin() as session:
        await reject_import(session, hall.assembly.id, import_id, at=now(), by=BY)
    with pytest.raises(IllegalMove):
        await accept(build, hall, import_id)
