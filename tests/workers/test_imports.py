# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents are read by a worker, also when the bell is lost or a worker is killed at it."""

import os
import signal

from assembly.archive.take_in import claim
from assembly.clock import now
from tests.build.documents import sent
from tests.verbs.reading import one


async def state(build) -> object:
    return await one(build, "SELECT state FROM imports")


async def test_a_document_is_read_without_any_bell(build, crew, until):
    await sent(build, await build.hall(seats=0), b"- a\n- b")
    crew.start()

    async def read() -> bool:
        return bool(await state(build) == "read")

    await until(read, "not read")


async def test_a_document_that_cannot_be_read_is_refused_by_name(build, crew, until):
    await sent(build, await build.hall(seats=0), b"%PDF-1.4 nothing", "a.pdf")
    crew.start()

    async def refused() -> bool:
        return bool(await one(build, "SELECT refusal->>'code' FROM imports") == "broken-file")

    await until(refused, "not refused")


async def test_a_worker_killed_in_the_middle_leaves_the_document_to_the_next(build, crew, until):
    hall = await build.hall(seats=0)
    long = b"".join(b"- voorstel %d [a](b) *c* `d`\n" % number for number in range(480))
    padding = b"\n\n" + b"`x` **y** [z](w) " * 1000
    await sent(build, hall, long + padding * 500, "a.md")
    worker = crew.start()

    async def begun() -> bool:
        return bool(await one(build, "SELECT attempts FROM imports") == 1)

    await until(begun, "not begun")
    os.kill(worker.pid, signal.SIGKILL)
    assert await state(build) == "waiting"
    crew.start()

    async def again() -> bool:
        return bool(await one(build, "SELECT attempts FROM imports") == 2)

    await until(again, "not taken up again")

    async def over() -> bool:
        return bool(await state(build) != "waiting")

    await until(over, "not ended", seconds=120.0)  # a document that long takes its time to read


async def test_what_one_worker_reads_no_other_begins(build):
    import_id = await sent(build, await build.hall(seats=0), b"- a")
    async with build.sessions.begin() as session:
        assert await claim(session, import_id, at=now()) is not None
    async with build.sessions.begin() as session:
        assert await claim(session, import_id, at=now()) is None
