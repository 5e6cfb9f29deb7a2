# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sample assembly: made once, entered with keys that only their owner can read."""

import os
import stat
from zoneinfo import ZoneInfo

import pytest

from assembly.amendments.planned import plan_of
from assembly.amendments.queries import amendments_of
from assembly.assemblies.queries import names_and_numbers, require_assembly
from assembly.identity.rules.codes import read_code
from assembly.identity.sign_in import find_account, find_code
from assembly.publication.queries import decisions_of
from assembly.resolutions.queries import resolution_by_id, resolution_id_of
from assembly.resolutions.rules.changes import Base
from assembly.sample import EMAIL, SEATS, SLUG, Keys, prepare_sample
from assembly.sample.texts import AMENDED, AMENDMENTS, SITTING, TABLED
from assembly.sittings.queries import agenda_of, sittings_of
from tests.build.house import Build
from tests.verbs.reading import one, sizes


async def prepare(build: Build, var) -> Keys | None:
    return await prepare_sample(build.sessions, build.hasher, var)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def wide_open():
    """The account creates files that everybody may read, as most accounts do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


async def test_the_keys_open_the_sample_assembly(build, tmp_path):
    keys = await prepare(build, tmp_path)
    assert keys is not None
    assert (keys.email, len(keys.codes)) == (EMAIL, SEATS)
    async with build.sessions() as session:
        account = await find_account(session, keys.email)
        assert account is not None
        assert await build.hasher.check_password(account.secret_hash, keys.password)
        for shown in keys.codes:
            code = read_code(shown)
            assert code is not None
            known = await find_code(session, code)
            assert known is not None
            assert await build.hasher.check_code(known.secret_hash, code)


async def test_there_is_something_on_the_table_to_try(build, tmp_path):
    await prepare(build, tmp_path)
    async with build.sessions() as session:
        assembly = await require_assembly(session, SLUG)
        decisions = await decisions_of(session, assembly.id)
    assert [one.resolution.title for one in decisions] == [title for title, _ in TABLED]
    assert {str(one.resolution.state) for one in decisions} == {"tabled"}
    assert await one(build, "SELECT is_administrator FROM people WHERE is_staff") is True


async def test_there_is_a_sitting_to_open_with_every_text_on_its_agenda(build, tmp_path):
    await prepare(build, tmp_path)
    async with build.sessions() as session:
        assembly = await require_assembly(session, SLUG)
        (sitting,) = await sittings_of(session, assembly.id)
        agenda = await agenda_of(session, sitting.id)
    assert (sitting.title, sitting.state, sitting.number) == (SITTING, "planned", 1)
    assert sitting.planned_for is not None
    assert sitting.planned_for.astimezone(ZoneInfo(assembly.time_zone)).hour == 20
    assert [item.resolution.number for item in agenda if item.resolution] == [1, 2, 3]
    assert all(item.title for item in agenda)


async def test_there_are_amendments_to_judge_and_to_vote_on(build, tmp_path):
    """Two are in conflict, one stands in nobody's way, one waits to be judged."""
    await prepare(build, tmp_path)
    async with build.sessions() as session:
        assembly = await require_assembly(session, SLUG)
        resolution_id = await resolution_id_of(session, assembly.id, AMENDED)
        text = await resolution_by_id(session, resolution_id)
        found = await amendments_of(session, text.id)
        plan = await plan_of(session, text.id, text.version, Base(text.provisions), found)
        seats = await names_and_numbers(session, [view.seat_id for view in found if view.seat_id])
    assert [str(view.state) for view in found] == [*["admissible"] * 3, "submitted"]
    assert [seats[view.seat_id] for view in found if view.seat_id] == [
        (asked.seat, f"Zetel {asked.seat}") for asked in AMENDMENTS
    ]
    assert {step.number: step.falls for step in plan.steps} == {1: (2,), 2: (1,), 3: ()}
    assert [conflict.amendments for conflict in plan.conflicts] == [("A1", "A2")]
    assert (plan.now, plan.waiting) == ((1,), (4,))


async def test_a_second_run_gives_the_same_keys_and_adds_nothing(build, tmp_path):
    first = await prepare(build, tmp_path)
    before = await sizes(build)
    assert await prepare(build, tmp_path) == first
    assert await sizes(build) == before


@pytest.mark.usefixtures("wide_open")
async def test_the_keys_are_readable_by_their_owner_alone(build, tmp_path):
    await prepare(build, tmp_path / "new" / "folder")
    assert mode(tmp_path / "new" / "folder" / "keys.json") == 0o600


@pytest.mark.usefixtures("wide_open")
async def test_keys_written_over_an_older_file_are_readable_by_their_owner_alone(build, tmp_path):
    (tmp_path / "keys.json").write_text("left behind by somebody else")
    assert mode(tmp_path / "keys.json") == 0o644
    await prepare(build, tmp_path)
    assert mode(tmp_path / "keys.json") == 0o600


@pytest.mark.parametrize("left", [None, "", "{}", "no json", '{"email": 1}'])
async def test_a_folder_without_readable_keys_has_none_to_show(build, tmp_path, left):
    await prepare(build, tmp_path / "first")
    if left is not None:
        (tmp_path / "keys.json").write_text(left)
    before = await sizes(build)
    assert await prepare(build, tmp_path) is None
    assert await sizes(build) == before


async def test_keys_of_a_run_that_was_killed_before_it_committed_are_replaced(build, tmp_path):
    (tmp_path / "keys.json").write_text(
        '{"email": "moderator@example.org", "password": "of no use", "codes": []}'
    )
    keys = await prepare(build, tmp_path)
    assert keys is not None
    assert keys.password != "of no use"
    assert await prepare(build, tmp_path) == keys


async def test_an_installation_with_staff_of_its_own_gets_no_sample(build, tmp_path):
    await build.staff("anna@example.org")
    before = await sizes(build)
    assert await prepare(build, tmp_path) is None
    assert await sizes(build) == before
    assert not (tmp_path / "keys.json").exists()


async def test_the_keys_stand_nowhere_in_the_database(build, tmp_path):
    keys = await prepare(build, tmp_path)
    assert keys is not None
    words = ""
    for table in await sizes(build):
        words += str(await one(build, f"SELECT string_agg(to_jsonb(t)::text, '') FROM {table} t"))
    assert EMAIL in words
    plain = [code.replace("-", "") for code in keys.codes]
    assert not [secret for secret in (keys.password, *keys.codes, *plain) if secret in words]
