# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: the table of permissions, cell by cell."""

from uuid import uuid4

import pytest

from assembly.identity.rules.permissions import PUBLIC, Actor, Permission, may

HERE, ELSEWHERE = uuid4(), uuid4()

ADMINISTRATOR = Actor(person_id=uuid4(), is_staff=True, is_administrator=True)
MODERATOR = Actor(person_id=uuid4(), is_staff=True, moderates=frozenset({HERE}))
STAFF = Actor(person_id=uuid4(), is_staff=True)
PARTICIPANT = Actor(person_id=uuid4(), seat_id=uuid4(), assembly_id=HERE)

IN, ENROL, KEEP, FOUND, MODERATE, PROPOSE, AMEND, HEAR, CAST, SHOW, REPRESENT = (
    Permission.BE_SIGNED_IN,
    Permission.ENROL_STAFF,
    Permission.KEEP_THEMES,
    Permission.FOUND_ASSEMBLY,
    Permission.MODERATE,
    Permission.PROPOSE,
    Permission.AMEND,
    Permission.HEAR_FLOOR,
    Permission.CAST,
    Permission.BE_CHECKED_IN,
    Permission.REPRESENT,
)

HAS_HERE = {
    "administrator": (
        ADMINISTRATOR,
        {IN, ENROL, KEEP, FOUND, MODERATE, PROPOSE, AMEND, HEAR, REPRESENT},
    ),
    "moderator": (MODERATOR, {IN, FOUND, MODERATE, PROPOSE, AMEND, HEAR, REPRESENT}),
    "other staff": (STAFF, {IN, FOUND}),
    "participant": (PARTICIPANT, {IN, PROPOSE, AMEND, HEAR, CAST, SHOW}),
    "public": (PUBLIC, set()),
}

HAS_ELSEWHERE = {
    "administrator": (
        ADMINISTRATOR,
        {IN, ENROL, KEEP, FOUND, MODERATE, PROPOSE, AMEND, HEAR, REPRESENT},
    ),
    "moderator": (MODERATOR, {IN, FOUND}),
    "other staff": (STAFF, {IN, FOUND}),
    "participant": (PARTICIPANT, {IN}),
    "public": (PUBLIC, set()),
}


@pytest.mark.parametrize("role", HAS_HERE)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_holds_in_ones_own_assembly(role, permission):
    actor, has = HAS_HERE[role]
    assert may(actor, permission, HERE) is (permission in has)


@pytest.mark.parametrize("role", HAS_ELSEWHERE)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_holds_in_another_assembly(role, permission):
    actor, has = HAS_ELSEWHERE[role]
    assert may(actor, permission, ELSEWHERE) is (permission in has)


@pytest.mark.parametrize("actor", [MODERATOR, STAFF, PARTICIPANT, PUBLIC])
@pytest.mark.parametrize("permission", [MODERATE, PROPOSE, AMEND, CAST, REPRESENT])
def test_rights_in_an_assembly_need_the_assembly(actor, permission):
    assert not may(actor, permission)


def test_nobody_who_runs_an_assembly_casts_in_it():
    assert not any(may(actor, CAST, HERE) for actor in (ADMINISTRATOR, MODERATOR, STAFF))


def test_a_proxy_is_given_by_whoever_sits_there_and_by_nobody_in_another_seat():
    assert may(PARTICIPANT, REPRESENT, HERE, PARTICIPANT.seat_id)
    assert not may(PARTICIPANT, REPRESENT, HERE, uuid4())
    assert not may(PARTICIPANT, REPRESENT, ELSEWHERE, PARTICIPANT.seat_id)
    assert not may(PARTICIPANT, REPRESENT, None, PARTICIPANT.seat_id)
    assert not any(may(actor, REPRESENT, HERE, uuid4()) for actor in (STAFF, PUBLIC))
    assert all(may(actor, REPRESENT, HERE, None) for actor in (ADMINISTRATOR, MODERATOR))


def test_a_seat_without_an_assembly_casts_nowhere():
    assert not may(Actor(person_id=uuid4(), seat_id=uuid4()), CAST, HERE)
    assert not may(Actor(person_id=uuid4(), seat_id=uuid4()), CAST, None)
    seat_id = uuid4()
    assert not may(Actor(person_id=uuid4(), seat_id=seat_id), REPRESENT, HERE, seat_id)


def test_the_trail_names_people_by_id_and_strangers_as_the_public():
    assert PARTICIPANT.name == f"person:{PARTICIPANT.person_id}"
    assert PUBLIC.name == "public"
