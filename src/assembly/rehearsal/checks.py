# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Holding what was published against what was cast. Pure: documents in, rows out.

A document of the wrong shape is a difference like any other, never a crash.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assembly.publication.rules.record import record_digest
from assembly.rehearsal.amended import in_words, states_in
from assembly.rehearsal.documents import listed, read
from assembly.rehearsal.ledger import Ledger
from assembly.rehearsal.recompute import decide_again, tally_in, text_in, verdict_document
from assembly.rehearsal.report import Row, same
from assembly.voting.rules.outcome import Ground
from assembly.voting.rules.roll import box_digest
from assembly.voting.rules.tally import Tally

LABELS = {"adopted": "Goedgekeurd", "not_adopted": "Niet goedgekeurd"}


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody reads about one voting, without a token."""

    voting: Any
    result: Any
    box: Any
    resolution: Any
    amendments: Any = None

    @property
    def record(self) -> Any:
        """The document the public may rely on."""
        return read(self.result, "record")


def voting_rows(ledger: Ledger, published: Published) -> list[Row]:
    """Every promise about one voting."""
    return [
        *_casting(ledger),
        *_box(ledger, published),
        *_counting(ledger, published),
        *_decision(ledger, published),
        *(_amended if ledger.amendments else _reading)(ledger, published),
        *_marked(ledger, published),
        *ledger.troubles.rows(),
    ]


def not_published(ledger: Ledger, within: float, state: str) -> list[Row]:
    """What can be said of a voting whose result did not come."""
    promised = "The result is published by itself"
    return [
        *_casting(ledger),
        Row(ledger.about, promised, f"within {within:.0f} s", f"not yet; {state}", ok=False),
        *ledger.troubles.rows(),
    ]


def _casting(ledger: Ledger) -> Iterator[Row]:
    odd = "".join(f", {count} × {label}" for label, count in sorted(ledger.odd.items()))
    receipts = len(ledger.receipts)
    yield Row(
        ledger.about,
        "Every elector who voted has a receipt",
        f"{ledger.sound}",
        f"{receipts}{odd}",
        receipts == ledger.sound and not odd,
    )
    leaks = ledger.told_before
    yield Row(
        ledger.about,
        "No answer told a count before publication",
        f"0 of {ledger.read_before}",
        f"{len(leaks)} of {ledger.read_before}" + (f", first {leaks[0]}" if leaks else ""),
        ledger.read_before > 0 and not leaks,
    )


def box_lines(box: Any, *, secret: bool) -> list[tuple[str, str]]:
    """Each ballot of a public box as (tracker, line): the line is what the digest is taken of."""
    if secret:
        return [(str(tracker), str(tracker)) for tracker in read(box, "trackers") or []]
    return [
        (
            str(read(ballot, "tracker")),
            f"{read(ballot, 'seat')} {read(ballot, 'tracker')} {read(ballot, 'choice')}",
        )
        for ballot in read(box, "ballots") or []
    ]


def _box(ledger: Ledger, published: Published) -> Iterator[Row]:
    about, receipts = ledger.about, ledger.receipts
    lines = box_lines(published.box, secret=ledger.is_secret)
    times = Counter(tracker for tracker, _ in lines)
    known = {cast.tracker for cast in receipts.values()}
    found = sum(times[cast.tracker] == 1 for cast in receipts.values())
    yield same(
        about,
        "Each receipt's tracker is in the public box exactly once",
        f"{len(receipts)} of {len(receipts)}",
        f"{found} of {len(receipts)}",
    )
    foreign = sum(count for tracker, count in times.items() if tracker not in known)
    again = sum(count - 1 for count in times.values())
    yield same(
        about,
        "Nothing else is in the box",
        "0 without a receipt, 0 twice",
        f"{foreign} without a receipt, {again} twice",
    )
    recomputed = box_digest(line for _, line in lines)
    yield same(
        about,
        "The box digest is that of the public list",
        recomputed,
        read(published.record, "box_digest"),
    )
    if not ledger.is_secret:
        cast = {f"{seat} {it.tracker} {it.choice}" for seat, it in receipts.items()}
        right = sum(line in cast for _, line in lines)
        yield same(
            about,
            "Each name stands beside its last choice",
            f"{len(cast)} of {len(cast)}",
            f"{right} of {len(lines)}",
        )


def _counting(ledger: Ledger, published: Published) -> Iterator[Row]:
    about, count = ledger.about, len(ledger.receipts)
    lines = len(box_lines(published.box, secret=ledger.is_secret))
    yield same(
        about,
        "Box, turnout and record agree with the receipts",
        f"{count}, {count}, {count}",
        f"{lines}, {read(published.voting, 'turnout')}, {read(published.record, 'turnout')}",
    )
    counted = tally_in(published.record)
    ballots = counted.ballots if counted else None
    yield same(about, "No elector is counted twice", f"{count} ballots", f"{ballots} ballots")
    expected = ledger.tally()
    yield same(about, "The tally is what was cast", _numbers(expected), _numbers(counted))


def _decision(ledger: Ledger, published: Published) -> Iterator[Row]:
    about, record = ledger.about, published.record
    again = decide_again(record)
    yield same(
        about,
        "The verdict follows from rule, roll and tally",
        _verdict(verdict_document(record, again.verdict) if again else None),
        _verdict(read(record, "verdict")),
    )
    yield same(
        about,
        "The voting ends as it was cast",
        ledger.ground.value,
        read(record, "verdict", "ground"),
    )
    said = read(record, "sentences")
    yield Row(
        about,
        "The sentence says so in every language",
        " ".join(sorted(again.sentences)) if again else "no verdict",
        " ".join(sorted(said)) if isinstance(said, dict) else "nothing",
        again is not None and again.sentences == said,
    )
    yield same(
        about,
        "The record digest is that of the record",
        record_digest(record) if isinstance(record, dict) else "a record",
        read(published.result, "digest"),
    )
    yield same(
        about, "The roll is everybody seated", ledger.roll_digest, read(record, "roll", "digest")
    )
    yield same(about, "The text is the one tabled", ledger.text_digest, text_in(record))


def _reading(ledger: Ledger, published: Published) -> Iterator[Row]:
    about, shown = ledger.about, published.resolution
    outcome = "adopted" if ledger.ground is Ground.MAJORITY_MET else "not_adopted"
    yield same(
        about,
        "The public reads the outcome in the assembly's words",
        f"{outcome}, {outcome}, {LABELS[outcome]}",
        ", ".join(str(read(shown, key)) for key in ("state", "outcome", "outcome_label")),
    )
    yield same(
        about,
        "The resolution's page shows the same counts and record",
        f"{_numbers(tally_in(published.record))}; {read(published.result, 'digest')!s:.16}…",
        f"{_numbers(tally_in(shown))}; {read(shown, 'record_digest')!s:.16}…",
    )


def _amended(ledger: Ledger, published: Published) -> Iterator[Row]:
    """A voting on amendments decides about them, and leaves the text on the table."""
    about = ledger.about
    outcome = "adopted" if ledger.ground is Ground.MAJORITY_MET else "not_adopted"
    yield same(
        about,
        "The public reads what became of the amendments",
        in_words(dict.fromkeys(ledger.amendments, outcome)),
        states_in(published.amendments, ledger.amendments),
    )
    shown = (read(published.resolution, "state"), read(published.resolution, "outcome"))
    yield same(about, "The text stays on the table", "tabled, None", _joined(shown))
    asked = [{"number": number, "edits": edits} for number, edits in sorted(ledger.asked.items())]
    written = [
        {"number": read(one, "number"), "edits": read(one, "edits")}
        for one in listed(published.record, "amendments")
    ]
    right = sum(one in asked for one in written)
    yield same(
        about,
        "The record says word for word what was asked",
        f"{len(asked)} of {len(asked)}",
        f"{right} of {len(written)}",
    )


def _marked(ledger: Ledger, published: Published) -> Iterator[Row]:
    marks = (read(published.voting, "rehearsal"), read(published.record, "voting", "rehearsal"))
    yield same(
        ledger.about,
        "Voting and record are marked as a rehearsal",
        "True, True",
        _joined(marks),
    )


def _numbers(tally: Tally | None) -> str:
    if tally is None:
        return "no tally"
    shown = f"yes {tally.yes}, no {tally.no}, abstain {tally.abstain}"
    paper = f", blank {tally.blank}, invalid {tally.invalid}"
    return shown + paper if tally.blank or tally.invalid else shown


def _verdict(verdict: Any) -> str:
    keys = ("outcome", "ground", "base", "needed_yes", "margin")
    shown = [read(verdict, key) for key in keys]
    return "{}, {}, base {}, needs {}, margin {}".format(*shown) if verdict else "no verdict"


def _joined(values: tuple[object, ...]) -> str:
    return ", ".join(str(value) for value in values)
