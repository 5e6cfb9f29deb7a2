# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Roll, box and papers held against the record they were published with."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assembly.publication.rules.record import canonical_json
from assembly.publication.rules.sealed import Sealed
from assembly.voting.rules.ballot import Choice
from assembly.voting.rules.numbers import write_college, write_heads, write_weights
from assembly.voting.rules.paper import PaperLine, read_lines
from assembly.voting.rules.roll import FrozenRoll, box_digest
from assembly.voting.rules.sums import Class, Standing, Sums, add_up
from assembly.voting.rules.tally import Tally, tally_of


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in plain words, and whether it is as it must be."""

    ok: bool
    said: str

    @property
    def line(self) -> str:
        """As it is printed."""
        return f"{'ok' if self.ok else 'differs':<8} {self.said}"


def roll_checks(record: Mapping[str, Any], roll: FrozenRoll, sums: Sums) -> Iterator[Check]:
    """The roll's digest, its lines, and the numbers that follow from them."""
    given = record["roll"]
    yield Check(roll.digest == given["digest"], "The roll has the digest that the record gives")
    numbers = [entry.number for entry in roll.entries]
    inside = {entry.number for entry in roll.entries if entry.present}
    yield Check(
        numbers == sorted(set(numbers))
        and all(entry.held_by in inside for entry in roll.entries if entry.held_by is not None)
        and (
            given.get("electorate") != "present"
            or all(entry.counts_as_present for entry in roll.entries)
        ),
        "Every seat is on the roll once, and proxies are held by somebody present",
    )
    recounted = add_up(_standings(roll), [], roll.step)
    yield Check(
        _roll_numbers(recounted, roll, record) == _given_numbers(sums, record),
        "Entitled, present, represented, weights and colleges are those of the roll",
    )


def _roll_numbers(recounted: Sums, roll: FrozenRoll, record: Mapping[str, Any]) -> bytes:
    small = record["voting"]["secrecy"] == "secret" and bool(roll.small_classes)
    told = {"represented": roll.represented, "small_classes": small}
    return canonical_json(
        {
            **(told if "represented" in record["roll"] else {}),
            **_parts(recounted),
        }
    )


def _given_numbers(sums: Sums, record: Mapping[str, Any]) -> bytes:
    given = record["roll"]
    told = {key: given[key] for key in ("represented", "small_classes") if key in given}
    return canonical_json({**told, **_parts(sums)})


def _parts(sums: Sums) -> dict[str, Any]:
    """Entitled and present of the whole and of each college, without what they said."""
    parts = {"": sums.whole, **sums.colleges}
    told = {name: write_college(part) for name, part in parts.items()}
    for part in told.values():
        del part["tally"]
        if part["weights"] is not None:
            del part["weights"]["tally"]
    return {"step": str(sums.step), "parts": told}


def _standings(roll: FrozenRoll) -> dict[Class, Standing]:
    entitled = Counter((entry.weight, entry.college) for entry in roll.entries)
    present = Counter(
        (entry.weight, entry.college) for entry in roll.entries if entry.counts_as_present
    )
    return {one: Standing(heads, present[one]) for one, heads in entitled.items()}


def box_checks(
    record: Mapping[str, Any], sealed: Sealed, sums: Sums, papers: list[PaperLine]
) -> Iterator[Check]:
    """The box against the record and the roll; a roll call is counted again."""
    box, secret = sealed.box, record["voting"]["secrecy"] == "secret"
    yield Check(
        box_digest(box.lines) == record["box_digest"] and box.is_secret is secret,
        "The box has the digest that the record gives",
    )
    yield Check(
        len(set(box.trackers)) == len(box.trackers) and box.is_sorted,
        "Every tracker is in the box once",
    )
    on_paper = sum(line.papers for line in papers)
    yield Check(
        len(box.trackers) == record["turnout"] - on_paper,
        "The box holds one ballot for everybody who voted on a device",
    )
    standings = _standings(sealed.roll)
    yield Check(
        all(line.of in standings for line in papers), "The papers are those of classes on the roll"
    )
    cast = None
    if not secret:
        cast = _by_class(sealed, record)
        yield Check(cast is not None, "Each seat on the roll voted at most once, as was offered")
    elif len(standings) == 1:
        cast = [(next(iter(standings)), _without(sums.whole.tally, papers))]
    if cast is not None:
        paper = [(line.of, line.tally) for line in papers]
        recounted = add_up(standings, [*cast, *paper], sealed.roll.step)
        said = "The counts are what the names say" if not secret else "Counts and weights agree"
        yield Check(_told(recounted) == _told(sums), said)


def _told(sums: Sums) -> bytes:
    weights = sums.whole.weights
    return canonical_json(
        {
            "tally": write_heads(sums.whole.tally),
            "weighed": None if weights is None else write_weights(weights.tally),
            "colleges": {name: write_college(part) for name, part in sums.colleges.items()},
        }
    )


def _by_class(sealed: Sealed, record: Mapping[str, Any]) -> list[tuple[Class, Tally]] | None:
    """A roll call counted again; None where a line is not of this roll or says something else."""
    classes = {entry.number: (entry.weight, entry.college) for entry in sealed.roll.entries}
    ballots = sealed.box.ballots or ()
    seats = [ballot.seat for ballot in ballots]
    offered = set(record["voting"]["choices"])
    if len(set(seats)) != len(seats) or not set(seats) <= set(classes):
        return None
    if any(ballot.choice not in offered for ballot in ballots):
        return None
    counts: dict[Class, Counter[Choice]] = {}
    for ballot in ballots:
        counts.setdefault(classes[ballot.seat], Counter())[Choice(ballot.choice)] += 1
    return [(one, tally_of(found)) for one, found in counts.items()]


def papers_in(record: Mapping[str, Any]) -> list[PaperLine]:
    """The lines that two people agreed on; none where there was no paper."""
    paper = record.get("paper")
    return [] if paper is None else read_lines(paper["lines"])


def papers_add_up(record: Mapping[str, Any], papers: list[PaperLine]) -> bool:
    """Whether the paper section is what its lines say."""
    given = record.get("paper")
    if given is None:
        return str(record.get("medium", "electronic")) != "hand"
    handed_in, marked = sum(line.papers for line in papers), given["marked"]
    return bool(
        record["medium"] != "electronic"
        and all(line.tally.ballots == line.papers for line in papers)
        and given["papers"] == handed_in
        and given["not_handed_in"] == (marked - handed_in if marked else None)
        and (not marked or handed_in <= marked)
    )


def _without(tally: Tally, papers: Iterable[PaperLine]) -> Tally:
    """The electronic part of the counts."""
    lines = [line.tally for line in papers]
    return Tally(
        *(
            getattr(tally, count) - sum(getattr(line, count) for line in lines)
            for count in ("yes", "no", "abstain", "blank", "invalid")
        )
    )
