# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: an entry for each act, by whom, and never a choice, a code or a tracker."""

import json
from uuid import uuid4

import pytest

from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.assemblies.convene import reissue_code, revoke_seat_code
from assembly.clock import now
from assembly.errors import IllegalMove
from assembly.identity.enrol import draw_free_codes
from assembly.resolutions.draft import move_resolution, revise_resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY, PASSWORD, Build
from tests.verbs.reading import acts, one, rows

SOURCE = b"Resoluties Raad (3 mei 2024)\n1. Samen sterk.\nGoedgekeurd\n"


async def test_each_act_has_its_entry_and_casting_has_none(build):
    await everything(build)
    assert await acts(build) == {
        "enrol_staff": 1,
        "found_assembly": 2,
        "appoint_moderator": 1,
        "seat_participants": 1,
        "reissue_code": 1,
        "revoke_code": 1,
        "sign_in": 2,
        "draft_resolution": 4,
        "revise_resolution": 1,
        "resolution_tabled": 2,
        "resolution_withdrawn": 1,
        "plan_voting": 2,
        "open_voting": 2,
        "close_voting": 2,
        "count_voting": 2,
        "record_outcome": 2,
        "publish_record": 2,
        "open_dossier": 1,
        "bring_in": 1,
    }


async def test_every_entry_says_when_by_whom_and_about_what(build):
    hall, _ = await everything(build)
    entries = await rows(build, "SELECT at, actor, subject, assembly_id, act FROM audit_entries")
    assert all(at and actor and subject for at, actor, subject, _, _ in entries)
    actors = {act: actor for _, actor, _, _, act in entries}
    assert actors["count_voting"] == actors["publish_record"] == "system:worker"
    assert actors["bring_in"] == "system:import"
    assert actors["open_voting"] == BY
    assert actors["sign_in"].startswith("person:")
    whole = {act for _, _, _, assembly_id, act in entries if assembly_id is None}
    assert whole == {"enrol_staff", "sign_in"}
    assert hall.assembly.id in {assembly_id for *_, assembly_id, _ in entries}


async def test_no_entry_holds_a_choice_a_code_a_tracker_a_token_or_a_password(build):
    hall, secrets = await everything(build)
    entries = [
        json.loads(row)
        for (row,) in await rows(build, "SELECT to_jsonb(e)::text FROM audit_entries e")
    ]
    words = json.dumps(entries)
    assert not [secret for secret in secrets if secret in words]
    assert not [person for person in hall.seats if str(person) in words]
    assert not {"yes", "no", "abstain"} & set(leaves(entries))


async def test_an_act_that_was_refused_or_undone_has_no_entry(build):
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    before = await one(build, "SELECT count(*) FROM audit_entries")
    with pytest.raises(IllegalMove):
        await build.close(voting)
    async with build.sessions() as session:
        await move_resolution(session, hall.assembly.id, 1, State.WITHDRAWN, at=now(), by=BY)
        await session.flush()
        await session.rollback()
    assert await one(build, "SELECT count(*) FROM audit_entries") == before


async def test_the_trail_does_not_tell_when_anybody_cast(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    before = await one(build, "SELECT count(*) FROM audit_entries")
    for index in range(3):
        await build.cast(hall, voting, index, "yes")
    assert await one(build, "SELECT count(*) FROM audit_entries") == before


def leaves(value: object) -> list[str]:
    """Every word that stands as a value of its own, however deep, and every key."""
    if isinstance(value, dict):
        return [*value, *(leaf for part in value.values() for leaf in leaves(part))]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [str(value)]


async def everything(build: Build):
    """Every act there is, and the secrets that went by."""
    hall = await build.hall(seats=3)
    tokens = [await build.token_of_seat(hall, 0), await build.token_of_staff(hall.email)]
    trackers = [uuid4() for _ in range(6)]
    for secrecy in Secrecy:
        voting = await build.open_voting(hall, secrecy=secrecy)
        for index, choice in enumerate(["yes", "no", "abstain"]):
            await build.cast(hall, voting, index, choice, trackers.pop())
        await build.close(voting)
        await build.count(voting)
        await build.publish(voting)
    await build.draft(hall)
    await build.draft(hall)
    words = [Provision(Kind.PARAGRAPH, "", "Anders.")]
    async with build.sessions.begin() as session:
        codes = await draw_free_codes(session, 1)
    kept = await build.hasher.hash_code(codes[0])
    async with build.sessions.begin() as session:
        here = hall.assembly.id
        await revise_resolution(
            session, here, 3, revision=1, title=None, provisions=words, at=now(), by=BY
        )
        await move_resolution(session, here, 4, State.WITHDRAWN, at=now(), by=BY)
        await reissue_code(session, hall.assembly, 1, codes[0], kept, at=now(), by=BY)
        await revoke_seat_code(session, hall.assembly, 2, at=now(), by=BY)
        await bring_in(
            session, SOURCE, file="raad.txt", naming=Naming(), importer="a test", at=now()
        )
    ballots = await rows(
        build, "SELECT tracker FROM ballots UNION SELECT tracker FROM roll_call_ballots"
    )
    assert len(ballots) == 6
    codes = [*hall.codes, *codes]
    secrets = [str(tracker) for (tracker,) in ballots] + tokens + [PASSWORD]
    secrets += [code.secret for code in codes] + [code.shown() for code in codes]
    hashes = [str(value) for (value,) in await rows(build, "SELECT secret_hash FROM credentials")]
    return hall, [*secrets, *hashes]
