# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database keeps its promises by itself: names, append-only tables, frozen votings."""

import asyncio
import re

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assembly import migrate
from assembly.amendments.rules.lifecycle import MOVES as AMENDMENT_MOVES
from assembly.amendments.settle import Settled, choose_order, settle_conflict
from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.clock import now
from assembly.database import NAMES, Base
from assembly.publication.publish_minutes import publish_minutes
from assembly.resolutions.rules.lifecycle import DECIDED
from assembly.resolutions.rules.lifecycle import MOVES as RESOLUTION_MOVES
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.sittings.minute import add_note
from assembly.sittings.preside import close_sitting
from assembly.sittings.rules.lifecycle import ITEM_MOVES
from assembly.sittings.rules.lifecycle import MOVES as SITTING_MOVES
from assembly.sittings.speak import end_speech
from assembly.voting.annul import annul_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.lifecycle import MOVES, State
from assembly.voting.unlink import REWRITE, note_unlinked
from tests.build.amending import Amending, replace_
from tests.build.documents import accept, read_text
from tests.build.house import BY, Build
from tests.build.log import extended
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.reading import one, rows, run

APPEND_ONLY = [
    "amendment_texts",
    "audit_entries",
    "ballots",
    "chapters",
    "citations",
    "corrections",
    "dossier_entries",
    "dossiers",
    "electors",
    "embargoes",
    "kept_resolutions",
    "log_checkpoints",
    "log_keys",
    "log_leaves",
    "log_nodes",
    "minute_notes",
    "minutes_versions",
    "origins",
    "paper_counts",
    "provisions",
    "records",
    "reorderings",
    "results",
    "roll_call_ballots",
    "settlements",
    "sitting_moments",
    "source_facts",
    "sources",
    "translations",
    "versions",
]

SOURCE = b"Resoluties Raad (3 mei 2024)\n1. Samen sterk.\nGoedgekeurd\n"

CATALOGUE = """
    SELECT 'column', table_name, column_name,
           data_type || is_nullable || coalesce(column_default, '')
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', '', proname, pg_get_functiondef(oid)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3, 4
"""


def cause(error: DBAPIError):
    """What PostgreSQL itself said."""
    inner = error.orig
    assert inner is not None
    return inner.__cause__


async def refused(build: Build, sql: str, **values: object):
    """PostgreSQL's refusal of this statement."""
    with pytest.raises(DBAPIError) as refusal:
        await run(build, sql, **values)
    return cause(refusal.value)


# ── migrations ────────────────────────────────────────────────────────────────
async def test_migrations_and_models_say_the_same(database):
    await asyncio.to_thread(migrate.check, database)


async def test_going_down_leaves_nothing_and_coming_up_again_gives_the_same(build, database):
    before = await rows(build, CATALOGUE)
    await asyncio.to_thread(command.downgrade, migrate._config(database), "base")
    left = {(kind, table) for kind, table, *_ in await rows(build, CATALOGUE)}
    assert {table for _, table in left} == {"alembic_version"}
    assert await one(build, "SELECT count(*) FROM alembic_version") == 0
    async with build.sessions() as session:
        assert not await migrate.is_newest(session)
    await asyncio.to_thread(migrate.upgrade, database)
    assert await rows(build, CATALOGUE) == before
    assert len(before) > 200


async def test_texts_that_were_there_before_0004_are_taken_over(build, database):
    await full_house(build)
    told = "SELECT number, state, title, current_version FROM resolutions ORDER BY id"
    before = await rows(build, told)
    await asyncio.to_thread(command.downgrade, migrate._config(database), "0003")
    await asyncio.to_thread(migrate.upgrade, database)
    assert await rows(build, told) == before
    taken = await rows(
        build,
        "SELECT DISTINCT r.source_id IS NULL, r.public_from, r.beside, r.is_proposal, v.line_width,"
        " v.written_as, v.title IS NOT DISTINCT FROM r.title"
        " FROM resolutions r JOIN versions v ON v.resolution_id = r.id ORDER BY 1, 2",
    )
    assert taken == [
        (False, 1, 0, False, 80, "source", True),
        (True, 1, 0, False, 80, "moderator", True),
        (True, None, 0, False, 80, "moderator", True),
    ]


async def test_what_was_published_as_adopted_before_0014_has_a_dossier(build, database):
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await build.decided(hall, yes=1, no=2)
    annulled = await build.decided(hall, yes=3, no=0)
    unpublished = await build.open_voting(hall)
    await build.cast_all(hall, unpublished, ["yes"])
    await build.close(unpublished)
    await build.count(unpublished)
    async with build.sessions.begin() as session:
        await annul_voting(session, annulled.id, "The doors were locked.", at=now(), by=BY)
        await bring_in(session, SOURCE, file="a.txt", naming=Naming(), importer="a test", at=now())
    told = "SELECT resolution_id, assembly_id, opened_at FROM dossiers ORDER BY 1"
    before = [one for one in await rows(build, told) if one[0] != annulled.resolution_id]
    await asyncio.to_thread(command.downgrade, migrate._config(database), "0012")
    await asyncio.to_thread(migrate.upgrade, database)
    assert await rows(build, told) == before
    assert len(before) == 2


async def test_migrating_again_changes_nothing(build, database):
    before = await rows(build, CATALOGUE)
    await asyncio.to_thread(migrate.upgrade, database)
    assert await rows(build, CATALOGUE) == before
    async with build.sessions() as session:
        assert await migrate.is_newest(session)


async def test_a_database_without_any_revision_is_not_the_newest(build):
    await run(build, "DROP TABLE alembic_version")
    async with build.sessions() as session:
        assert not await migrate.is_newest(session)


async def test_there_is_one_line_of_revisions(project):
    files = sorted(path.name for path in (project / "migrations" / "versions").glob("*.py"))
    assert files[0].startswith("0001_")
    assert [name[:4] for name in files] == [f"{place:04}" for place in range(1, len(files) + 1)]
    assert migrate.newest() == files[-1][:4]


# ── names ─────────────────────────────────────────────────────────────────────
async def test_constraints_and_indexes_are_named_after_the_convention(build):
    prefixes = {"p": "pk", "u": "uq", "f": "fk", "c": "ck"}
    named = await rows(
        build,
        "SELECT contype, conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"
        " AND conrelid::regclass::text <> 'alembic_version'",
    )
    assert len(named) > 80
    for kind, table, name in named:
        word = kind.decode() if isinstance(kind, bytes) else kind
        expected = f"{prefixes[word]}_{table}"
        assert name == expected if word == "p" else name.startswith(f"{expected}_"), name
    indexes = await rows(
        build,
        "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename <> 'alembic_version'",
    )
    for table, name in indexes:
        assert name == f"pk_{table}" or name.startswith((f"uq_{table}_", f"ix_{table}_")), name


async def test_no_name_is_so_long_that_postgresql_cuts_it(build):
    named = {name for (name,) in await rows(build, "SELECT conname FROM pg_constraint")}
    wanted = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
    }
    assert set(NAMES) == {"ix", "uq", "ck", "fk", "pk"}
    assert wanted <= named


# ── ballots ───────────────────────────────────────────────────────────────────
async def test_a_ballot_is_its_voting_tracker_choice_and_class_and_nothing_else(build):
    assert await rows(
        build,
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = 'ballots' ORDER BY ordinal_position",
    ) == [
        ("voting_id", "uuid"),
        ("tracker", "uuid"),
        ("choice", "character varying"),
        ("weight", "numeric"),
        ("college", "character varying"),
    ]


async def test_a_mark_is_its_voting_its_seat_and_whether_on_paper_and_nothing_else(build):
    assert await rows(
        build,
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = 'participations' ORDER BY ordinal_position",
    ) == [("voting_id", "uuid"), ("seat_id", "uuid"), ("on_paper", "boolean")]


@pytest.mark.parametrize("table", ["ballots", "participations"])
async def test_nothing_in_the_box_tells_time_or_order(build, table):
    """No default, no identity, no sequence, no time, no generated column."""
    columns = await rows(
        build,
        "SELECT column_default, is_identity, is_generated, data_type"
        " FROM information_schema.columns WHERE table_name = :table",
        table=table,
    )
    assert {column[:3] for column in columns} == {(None, "NO", "NEVER")}
    assert not [kind for *_, kind in columns if "time" in kind or "int" in kind or "date" in kind]
    assert await rows(
        build,
        "SELECT count(*) FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
        " WHERE d.refobjid = cast(:table AS regclass)",
        table=table,
    ) == [(0,)]


async def test_the_box_and_the_marks_share_no_key_but_the_voting(build):
    """No foreign key leads from ballots anywhere but to votings, and none leads to ballots."""
    leads = await rows(
        build,
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND 'ballots'::regclass IN (conrelid, confrelid)",
    )
    assert leads == [("ballots", "votings")]


async def test_no_sequence_is_touched_by_casting(build):
    sequences = await rows(
        build, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    )
    assert sequences == [("audit_entries_position_seq",)]
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    before = await one(build, "SELECT last_value FROM audit_entries_position_seq")
    await build.cast_all(hall, voting, ["yes", "no"])
    assert await one(build, "SELECT last_value FROM audit_entries_position_seq") == before


# ── append-only ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_what_was_written_is_neither_changed_nor_deleted_nor_emptied(build, table):
    await full_house(build)
    before = await rows(build, f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
    assert before
    column = await one(
        build,
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = :table AND ordinal_position = 2",
        table=table,
    )
    for statement in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        error = await refused(build, statement)
        assert (error.sqlstate, error.message) == ("23001", f"{table} is append-only"), statement
    assert await rows(build, f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1") == before


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_who_has_voted_stays_marked(build, secrecy):
    """In every state; marks of a secret voting that is over may be written anew, never left out."""
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall, secrecy=secrecy)
    await build.cast(hall, voting, 0, "yes")
    marked = "UPDATE participations SET seat_id = seat_id", "DELETE FROM participations"
    for move in (None, build.close, build.count):
        if move is not None:
            await move(voting)
        for statement in (*marked, "TRUNCATE participations CASCADE"):
            assert (await refused(build, statement)).sqlstate == "23001"
        assert await rows(build, "SELECT seat_id FROM participations") == [(hall.seats[0],)]


@pytest.mark.parametrize("end", ["counted", "annulled"])
async def test_marks_are_written_anew_only_when_a_secret_voting_is_over_and_only_once(build, end):
    anew = str(REWRITE)
    hall = await build.hall(seats=2)
    over, still_open = await build.open_voting(hall), await build.open_voting(hall)
    named = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    for voting in (over, still_open, named):
        await build.cast(hall, voting, 0, "yes")
    assert (await refused(build, anew, voting_id=over.id)).sqlstate == "23001"
    for voting in (over, named):
        await build.close(voting)
        if end == "counted":
            await build.count(voting)
        else:
            async with build.sessions.begin() as session:
                await annul_voting(session, voting.id, "A wrong text was shown.", at=now(), by=BY)
    for voting in (still_open, named):
        assert (await refused(build, anew, voting_id=voting.id)).sqlstate == "23001"
    less = anew.replace("FROM gone", "FROM gone WHERE false")
    assert (await refused(build, less, voting_id=over.id)).sqlstate == "23001"
    await run(build, anew, voting_id=over.id)
    async with build.sessions.begin() as session:
        await note_unlinked(session, over.id, at=now())
    assert (await refused(build, anew, voting_id=over.id)).sqlstate == "23001"
    assert await one(build, "SELECT count(*) FROM participations") == 3


async def test_there_are_no_other_append_only_tables_than_these(build):
    found = await rows(
        build,
        "SELECT tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE '%append_only' ORDER BY 1",
    )
    assert [table for (table,) in found] == APPEND_ONLY


async def full_house(build: Build) -> None:
    """A row in every append-only table."""
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    for secrecy in Secrecy:
        voting = await build.open_voting(hall, secrecy=secrecy)
        await build.cast(hall, voting, 0, "yes")
        await build.close(voting)
        await build.count(voting)
        await build.publish(voting)
    await run(
        build,
        "INSERT INTO embargoes (voting_id, turn, publish_at, because, moved_at)"
        " VALUES (:voting, 1, now(), 'Het wordt later.', now())",
        voting=voting.id,
    )
    await run(
        build,
        "INSERT INTO dossier_entries"
        " (id, resolution_id, number, kind, text, written_at, written_by)"
        " SELECT gen_random_uuid(), resolution_id, 1, 'addressee', 'Raad', now(), 'system:test'"
        " FROM dossiers LIMIT 1",
    )
    await run(
        build,
        "INSERT INTO corrections (resolution_id, version, assembly_id, voting_id, document, digest,"
        " because, corrected_at, corrected_by)"
        " SELECT resolution_id, 2, assembly_id, voting_id, '{}', digest, 'Een schrijffout.', now(),"
        " 'system:test' FROM records LIMIT 1",
    )
    await run(
        build,
        "INSERT INTO paper_counts (voting_id, attempt, lines, entered_by, entered_at)"
        " VALUES (:voting, 1, '[]', :person, now())",
        voting=voting.id,
        person=hall.moderator_id,
    )
    await run(
        build,
        "INSERT INTO translations (resolution_id, language, edition, version, provisions,"
        " written_at, written_by, written_as)"
        " SELECT id, 'fr', 1, 1, '[]', now(), 'system:test', 'moderator' FROM resolutions"
        " WHERE number = 1",
    )
    async with build.sessions.begin() as session:
        await bring_in(
            session, SOURCE, file="raad.txt", naming=Naming(), importer="a test", at=now()
        )
    await run(
        build,
        "INSERT INTO source_facts (resolution_id, source_id, answered)"
        " SELECT id, source_id, '[]' FROM resolutions WHERE source_id IS NOT NULL",
    )
    await run(
        build,
        "INSERT INTO kept_resolutions (resolution_id, assembly_id, document)"
        " SELECT id, assembly_id, '{}' FROM resolutions WHERE source_id IS NOT NULL",
    )
    amending = Amending(build, hall)
    amended = await amending.table("Gratis bus onder 18.")
    for age in (21, 25):
        edit = replace_("p1", f"Gratis bus onder {age}.")
        row = await amending.file(edit, on=amended.number)
        await amending.admit(row.number, on=amended.number)
    of, number = hall.assembly.id, amended.number
    async with build.sessions.begin() as session:
        settled = Settled([1, 2], "p1", 3, 4, prefer=1)
        await settle_conflict(session, of, number, settled, at=now(), by=BY)
        await choose_order(session, of, number, [2, 1], "Eerst de oudste.", at=now(), by=BY)
    meeting = Meeting(build, hall)
    await meeting.debating()
    await meeting.do(add_note, "De voorzitter dankt.")
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    cited = b"- Meer bomen. (Technische fiche: Bomen)"
    await accept(build, hall, await read_text(build, hall, cited))
    await extended(build)


# ── votings ───────────────────────────────────────────────────────────────────
MOVE = """
    UPDATE votings SET state = CAST(:to AS text),
        opened_at = coalesce(opened_at, now()), closed_at = coalesce(closed_at, now()),
        entitled = coalesce(entitled, 1), present = coalesce(present, 1),
        roll_digest = coalesce(roll_digest, 'f'), represented = coalesce(represented, 0),
        entitled_weight = coalesce(entitled_weight, 1),
        present_weight = coalesce(present_weight, 1), weight_step = coalesce(weight_step, 1),
        attendance_taken = coalesce(attendance_taken, false),
        small_classes = coalesce(small_classes, false),
        annulled_at = CASE WHEN CAST(:to AS text) = 'annulled' THEN now() END,
        annulled_because = CASE WHEN CAST(:to AS text) = 'annulled' THEN 'a reason' END
    WHERE id = :id
"""


@pytest.mark.parametrize("present", State)
async def test_the_database_makes_no_move_that_the_table_does_not_have(build, present):
    hall = await build.hall(seats=1)
    voting = await voting_that_is(build, hall, present)
    for to in State:
        if to is present:
            continue
        if to in MOVES[present]:
            async with build.sessions() as session:  # possible, and undone
                await session.execute(text(MOVE), {"to": to.value, "id": voting.id})
                await session.rollback()
            continue
        error = await refused(build, MOVE, to=to.value, id=voting.id)
        assert error.constraint_name == "ck_votings_move_legal", f"{present} to {to}"
        assert error.sqlstate == "23514"
    assert await one(build, "SELECT state FROM votings") == present


PATHS = {
    ResolutionState.DRAFT: [],
    ResolutionState.SUBMITTED: ["submitted"],
    ResolutionState.TABLED: ["tabled"],
    ResolutionState.UNDER_VOTE: ["tabled", "under_vote"],
    ResolutionState.ADOPTED: ["tabled", "under_vote", "adopted"],
    ResolutionState.NOT_ADOPTED: ["tabled", "under_vote", "not_adopted"],
    ResolutionState.WITHDRAWN: ["withdrawn"],
}
MOVE_RESOLUTION = """
    UPDATE resolutions SET state = CAST(:to AS text), public_from = coalesce(public_from, 1),
        decided_at = CASE WHEN CAST(:to AS text) IN ('adopted', 'not_adopted') THEN now() END
    WHERE id = :id
"""


@pytest.mark.parametrize("present", ResolutionState)
async def test_the_database_moves_a_resolution_as_the_table_and_an_annulment_do(build, present):
    resolution = await build.draft(await build.hall(seats=0))
    for step in PATHS[present]:
        await run(build, MOVE_RESOLUTION, to=step, id=resolution.id)
    annulled = {ResolutionState.TABLED} if present in DECIDED else set()
    for to in set(ResolutionState) - {present}:
        if to in RESOLUTION_MOVES[present] | annulled:
            async with build.sessions() as session:  # possible, and undone
                await session.execute(text(MOVE_RESOLUTION), {"to": to.value, "id": resolution.id})
                await session.rollback()
            continue
        error = await refused(build, MOVE_RESOLUTION, to=to.value, id=resolution.id)
        assert error.constraint_name == "ck_resolutions_move_legal", f"{present} to {to}"
    assert await one(build, "SELECT state FROM resolutions") == present


async def test_history_never_moves(build):
    await full_house(build)
    error = await refused(
        build, "UPDATE resolutions SET state = 'tabled' WHERE source_id IS NOT NULL"
    )
    assert error.constraint_name == "ck_resolutions_move_legal"


async def test_the_text_of_what_is_under_vote_is_not_exchanged(build):
    hall = await build.hall(seats=1)
    await build.open_voting(hall)
    error = await refused(build, "UPDATE resolutions SET title = 'Iets anders'")
    assert error.constraint_name == "ck_resolutions_text_kept"


async def test_sponsors_are_only_added_to_and_ended(build):
    hall = await build.hall(seats=1)
    await build.proposed(hall)
    for statement in (
        "DELETE FROM sponsors",
        "UPDATE sponsors SET ordinal = 2",
        "TRUNCATE sponsors",
    ):
        assert (await refused(build, statement)).sqlstate == "23001", statement
    await run(build, "UPDATE sponsors SET left_at = now()")
    assert (await refused(build, "UPDATE sponsors SET left_at = NULL")).sqlstate == "23001"


async def voting_that_is(build: Build, hall, state: State):
    voting = await build.planned(hall)
    for to in (State.OPEN, State.CLOSED, State.COUNTED, State.ANNULLED):
        if state is State.PLANNED:
            break
        if to is State.ANNULLED and state is not State.ANNULLED:
            break
        await run(build, MOVE, to=to.value, id=voting.id)
        if to is state:
            break
    return voting


FROZEN = {
    "assembly_id": "gen_random_uuid()",
    "resolution_id": "gen_random_uuid()",
    "version": "version + 1",
    "secrecy": "'roll_call'",
    "abstain": "NOT abstain",
    "rule": "'other'",
    "share_over": "share_over + 1",
    "share_of": "share_of + 1",
    "strictness": "'at_least'",
    "base": "'entitled'",
    "is_rehearsal": "NOT is_rehearsal",
    "entitled": "entitled + 1",
    "present": "present + 1",
    "opens_at": "now()",
    "opening_missed": "'illegal-move'",
    "roll_digest": "repeat('f', 64)",
    "opened_at": "opened_at - interval '1 hour'",
    "quorum": """'{"share": "1/2"}'""",
    "college_rule": """'{"share": "1/2"}'""",
    "electorate": "'present'",
    "medium": "'hand'",
    "is_test": "NOT is_test",
    "accepts_small_classes": "NOT accepts_small_classes",
    "represented": "represented + 1",
    "entitled_weight": "entitled_weight + 1",
    "present_weight": "present_weight + 1",
    "weight_step": "weight_step / 10",
    "attendance_taken": "NOT attendance_taken",
    "small_classes": "NOT small_classes",
    "subject": "'amendments'",
    "release": "'held'",
}


async def test_what_was_frozen_at_opening_does_not_change(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    for state in (State.OPEN, State.CLOSED, State.COUNTED):
        if state is not State.OPEN:
            await run(build, MOVE, to=state.value, id=voting.id)
        for column, value in FROZEN.items():
            error = await refused(build, f"UPDATE votings SET {column} = {value}")
            assert error.constraint_name == "ck_votings_frozen_at_opening", f"{column} {state}"
    columns = "id, resolution_id, version, rule, entitled, roll_digest, opened_at"
    kept = await rows(build, f"SELECT {columns} FROM votings")
    assert kept == [
        (
            voting.id,
            voting.resolution_id,
            voting.version,
            voting.rule,
            voting.entitled,
            voting.roll_digest,
            voting.opened_at,
        )
    ]


async def test_every_column_of_a_voting_is_frozen_or_has_its_reason_not_to_be(build):
    columns = await rows(
        build, "SELECT column_name FROM information_schema.columns WHERE table_name = 'votings'"
    )
    moves_on = {"id", "state", "planned_at", "closed_at"}
    kept_by_its_own_rule = {
        "closes_at": "an open voting may be given more time, never less",
        "papers_agreed_at": "set once, when two people entered the same papers",
        "publish_at": "moved with a reason, which is kept, until the result is released",
        "released_at": "set once, when a result that was held back is public",
        "annulled_at": "set once",
        "annulled_because": "set once, with annulled_at",
        "unlinked_at": "said when the marks were written anew; nothing is decided by it",
    }
    assert {name for (name,) in columns} == set(FROZEN) | moves_on | set(kept_by_its_own_rule)


async def test_terms_may_change_until_opening(build):
    hall = await build.hall(seats=1)
    await build.planned(hall)
    await run(build, "UPDATE votings SET abstain = NOT abstain, rule = 'other'")
    assert await one(build, "SELECT rule FROM votings") == "other"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        pytest.param(
            "UPDATE votings SET state = 'open'", "ck_votings_opened_has_a_roll", id="no roll"
        ),
        pytest.param(
            "UPDATE votings SET state = 'nonsense'", "ck_votings_move_legal", id="no state"
        ),
        pytest.param(
            "UPDATE votings SET share_over = share_of + 1",
            "ck_votings_share_proper",
            id="more than all",
        ),
        pytest.param(
            "UPDATE votings SET secrecy = 'public'", "ck_votings_secrecy_known", id="no secrecy"
        ),
        pytest.param(
            "UPDATE resolutions SET state = 'adopted'",
            "ck_resolutions_move_legal",
            id="adopted without a vote",
        ),
        pytest.param(
            "UPDATE resolutions SET decided_at = now()",
            "ck_resolutions_decided_has_a_ground",
            id="decided and on the table",
        ),
        pytest.param(
            "UPDATE resolutions SET public_from = NULL",
            "ck_resolutions_identity_kept",
            id="no longer public",
        ),
        pytest.param(
            "UPDATE resolutions SET number = number + 1",
            "ck_resolutions_identity_kept",
            id="another number",
        ),
        pytest.param(
            "UPDATE resolutions SET language = 'fr'",
            "ck_resolutions_identity_kept",
            id="decided in another language",
        ),
        pytest.param(
            "UPDATE resolutions SET current_version = current_version + 1",
            "fk_resolutions_id_current_version",
            id="a version there is not",
        ),
        pytest.param(
            "INSERT INTO resolutions (id, assembly_id, number, title, language, state, revision,"
            " current_version, public_from, beside, is_proposal, drafted_at)"
            " SELECT gen_random_uuid(), assembly_id, 9, title, language, state, revision,"
            " current_version, public_from, beside, is_proposal, drafted_at FROM resolutions",
            "ck_resolutions_begins_as_a_draft",
            id="tabled from the beginning",
        ),
        pytest.param(
            "UPDATE people SET email = 'Anna@example.org' WHERE is_staff",
            "ck_people_email_lower",
            id="an address with capitals",
        ),
        pytest.param(
            "UPDATE assemblies SET slug = 'Een Twee'", "ck_assemblies_slug_shape", id="a bad slug"
        ),
    ],
)
async def test_the_database_refuses_what_makes_no_sense_by_name(build, statement, constraint):
    hall = await build.hall(seats=1)
    await build.planned(hall)
    assert (await refused(build, statement)).constraint_name == constraint


# ── amendments ────────────────────────────────────────────────────────────────
async def test_amendments_move_by_the_same_table_in_the_program_and_in_the_database(build):
    source = await one(build, "SELECT prosrc FROM pg_proc WHERE proname = 'keep_amendment'")
    told = set(re.findall(r"'(\w+)>(\w+)'", source))
    assert told == {(one.value, to.value) for one, tos in AMENDMENT_MOVES.items() for to in tos}


async def test_the_database_refuses_what_the_table_of_amendments_does_not_have(build):
    amending = Amending(build, await build.hall(seats=1))
    await amending.table("Gratis bus onder 18.")
    await amending.file(replace_("p1", "Gratis bus onder 21."))
    error = await refused(build, "UPDATE amendments SET state = 'under_vote'")
    assert error.constraint_name == "ck_amendments_move_legal"
    error = await refused(build, "UPDATE amendments SET number = 7")
    assert error.constraint_name == "ck_amendments_same"


async def test_what_a_voting_is_about_was_frozen_at_opening(build):
    amending = Amending(build, await build.hall(seats=1))
    await amending.table("Gratis bus onder 18.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.open(1)
    for statement in ("UPDATE voting_amendments SET text = 2", "DELETE FROM voting_amendments"):
        await refused(build, statement)


# ── sittings ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("function", "moves"),
    [("keep_sitting", SITTING_MOVES), ("keep_agenda_item", ITEM_MOVES)],
)
async def test_sittings_and_items_move_by_the_same_tables_as_in_the_program(build, function, moves):
    source = await one(build, f"SELECT prosrc FROM pg_proc WHERE proname = '{function}'")
    told = set(re.findall(r"'(\w+)>(\w+)'", source))
    assert told == {(one.value, to.value) for one, tos in moves.items() for to in tos}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE sittings SET state = 'planned', opened_at = NULL", "ck_sittings_move_legal"),
        ("UPDATE sittings SET number = 7", "ck_sittings_same"),
        ("UPDATE sittings SET opened_at = now()", "ck_sittings_same"),
        ("UPDATE sittings SET minutes_published_at = now()", "ck_sittings_minutes_of_a_closed_one"),
        ("UPDATE agenda_items SET title = 'Anders' WHERE position = 1", "ck_agenda_items_same"),
        (
            "UPDATE agenda_items SET state = 'passed_over' WHERE position = 1",
            "ck_agenda_items_move_legal",
        ),
        (
            "UPDATE agenda_items SET state = 'current', began_at = now() WHERE position = 2",
            "uq_agenda_items_sitting_id_current",
        ),
        ("DELETE FROM agenda_items WHERE position = 1", "ck_agenda_items_kept"),
        ("UPDATE speakers SET kind = 'pro'", "ck_speakers_kept"),
        ("UPDATE speakers SET spent = interval '0'", "ck_speakers_kept"),
        ("DELETE FROM speakers", "ck_speakers_kept"),
    ],
)
async def test_the_database_keeps_what_happened_in_a_sitting(build, statement, constraint):
    meeting = Meeting(build, await build.hall(seats=1))
    await meeting.debating(DEBATE, DEBATE)
    await meeting.ask(1)
    speaker = await meeting.next()
    await meeting.do(end_speech, speaker.id)
    assert (await refused(build, statement)).constraint_name == constraint


async def test_the_database_lets_an_assembly_have_one_sitting_under_way(build):
    meeting = Meeting(build, await build.hall(seats=0))
    await meeting.plan()
    await meeting.open()
    await meeting.plan()
    error = await refused(
        build, "UPDATE sittings SET state = 'open', opened_at = now() WHERE number = 2"
    )
    assert error.constraint_name == "uq_sittings_assembly_id_live"
