# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The statements of casting, for the driver itself: a batch costs as many whatever its size.

Arrays carry the batch: seats, who casts, trackers, choices. An elector is who stands on the frozen
roll; `held_by` says who casts instead. The voting's row is held FOR SHARE by the statement that
marks: PostgreSQL looks at a row again after it waited for it, so a voting closed meanwhile gives no
row, and then nothing is written. Before the row it takes its turn: the row is locked above the join
with `turn` (docs/decisions/0014). Every look-up is a subquery of its own, by the whole key: joins
would be planned for tables as they were when the plan was made, often empty.
"""

BOX = "SELECT assembly_id, secrecy, medium, abstain, opened_at FROM votings WHERE id = $1"

_OPEN = """
WITH turn AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared($7)
), voting AS MATERIALIZED (
    SELECT id FROM votings CROSS JOIN turn
     WHERE id = $1 AND state = 'open' AND (closes_at IS NULL OR closes_at > $2)
       FOR SHARE OF votings
), paper AS (
    SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[])
        AS paper (seat_id, by, tracker, choice)
), sound AS MATERIALIZED (
    SELECT paper.seat_id, paper.tracker, paper.choice, elector.weight, elector.college
      FROM voting CROSS JOIN paper CROSS JOIN LATERAL (
        SELECT weight, college FROM electors
         WHERE voting_id = $1 AND seat_id = paper.seat_id
           AND coalesce(held_by, seat_id) = paper.by OFFSET 0
     ) AS elector
     WHERE (SELECT true FROM {box} AS box
             WHERE box.voting_id = $1 AND box.tracker = paper.tracker) IS NULL
       AND (SELECT true FROM participations AS mark
             WHERE mark.voting_id = $1 AND mark.seat_id = paper.seat_id) IS NULL
), marked AS (
    INSERT INTO participations (voting_id, seat_id, on_paper)
    SELECT $1, seat_id, false FROM sound ORDER BY seat_id
    ON CONFLICT DO NOTHING RETURNING seat_id
)"""

PUT_SECRET = (
    _OPEN.format(box="ballots")  # noqa: S608 - a name of ours
    + """, put AS (
    INSERT INTO ballots (voting_id, tracker, choice, weight, college)
    SELECT $1, tracker, choice, weight, college FROM sound ORDER BY tracker
    ON CONFLICT DO NOTHING RETURNING tracker
)
SELECT CASE WHEN (SELECT count(*) FROM sound) = ALL (ARRAY[
            (SELECT count(*) FROM marked), (SELECT count(*) FROM put)
       ]) THEN (SELECT coalesce(array_agg(tracker), '{}') FROM put) ELSE batches_met() END AS put
"""
)
"""A whole transaction by itself. Where fewer are marked or put than were sound, another batch did
the same at this moment; then `batches_met` fails, and nothing of it happened."""

MARK_BY_NAME = _OPEN.format(box="roll_call_ballots") + "SELECT seat_id FROM marked"  # noqa: S608

HOLD_MARKS = """
SELECT mark.seat_id FROM participations AS mark JOIN votings AS voting ON voting.id = $1
 WHERE mark.voting_id = $1 AND mark.seat_id = ANY ($3) AND NOT mark.on_paper
   AND voting.state = 'open' AND (voting.closes_at IS NULL OR voting.closes_at > $2)
 ORDER BY mark.seat_id FOR UPDATE OF mark
"""
"""Requests of one seat take their turns here, so that each replacement sees the one before."""

PUT_BY_NAME = """
INSERT INTO roll_call_ballots (voting_id, seat_id, turn, tracker, choice)
SELECT $1, paper.seat_id,
       1 + (SELECT coalesce(max(turn), 0) FROM roll_call_ballots AS box
             WHERE box.voting_id = $1 AND box.seat_id = paper.seat_id),
       paper.tracker, paper.choice
  FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[])
        AS paper (seat_id, by, tracker, choice)
  JOIN electors AS elector
    ON elector.voting_id = $1 AND elector.seat_id = paper.seat_id
   AND coalesce(elector.held_by, elector.seat_id) = paper.by
 WHERE NOT EXISTS (
        SELECT FROM roll_call_ballots AS box
         WHERE box.voting_id = $1 AND box.tracker = paper.tracker
 )
 ORDER BY paper.tracker
ON CONFLICT DO NOTHING RETURNING tracker
"""

STANDING = """
SELECT voting.state, voting.assembly_id, voting.secrecy, voting.medium, voting.abstain,
       voting.closes_at,
       elector.seat_id IS NOT NULL AS on_roll,
       coalesce(coalesce(elector.held_by, elector.seat_id) = paper.by, false) AS may_cast,
       mark.seat_id IS NOT NULL AS voted,
       coalesce(mark.on_paper, false) AS on_paper,
       coalesce(secret.choice, named.choice) AS in_box,
       named.seat_id = paper.seat_id AS own_tracker
  FROM votings AS voting
 CROSS JOIN unnest($2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY
        AS paper (seat_id, by, tracker, place)
  LEFT JOIN electors AS elector
    ON elector.voting_id = voting.id AND elector.seat_id = paper.seat_id
  LEFT JOIN participations AS mark
    ON mark.voting_id = voting.id AND mark.seat_id = paper.seat_id
  LEFT JOIN ballots AS secret
    ON secret.voting_id = voting.id AND secret.tracker = paper.tracker
  LEFT JOIN roll_call_ballots AS named
    ON named.voting_id = voting.id AND named.tracker = paper.tracker
 WHERE voting.id = $1
 ORDER BY paper.place
"""
