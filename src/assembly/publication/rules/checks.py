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
from assembly.voting.rules.exact import Exact
from assembly.voting.rules.numbers import write_college, write_heads, write_weights
from assembly.voting.rules.paper import PaperLine, read_lines
from assembly.voting.rules.roll import FrozenRoll, box_digest
from assembly.voting.rules.sums import Class, Standing, Sum, Sums, add_up
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
    numbers = list(roll.columns.numbers)
    holders = set(roll.columns.held_by) - {None}
    inside = {entry.number for entry in roll.entries if entry.present} if holders else set()
    yield Check(
        numbers == sorted(set(numbers))
        and holders <= inside
        and (given.get("electorate") != "present" or roll.present == len(roll.entries)),
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
    present = roll.present_heads
    return {one: Standing(heads, present[one]) for one, heads in roll.entitled_heads.items()}


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
    yield Check(
        _parts_agree(sums, standings),
        "Colleges, heads and weights can be the counts of one box",
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


def _parts_agree(sums: Sums, standings: Mapping[Class, Standing]) -> bool:
    """What no single ballot tells: colleges within the whole, weights such as their heads allow."""
    parts: list[tuple[str | None, Sum]] = [(None, sums.whole), *sums.colleges.items()]
    everybody = None not in {college for _, college in standings}
    for in_weights in (False, True):
        if in_weights and not sums.weighted:
            continue
        whole = _counts(sums.whole, in_weights=in_weights)
        colleges = [_counts(one, in_weights=in_weights) for one in sums.colleges.values()]
        left = [one - sum(of) for one, *of in zip(whole, *colleges, strict=True)]
        if colleges and (min(left) < 0 or (everybody and any(left))):
            return False
    for name, part in parts:
        weights = [weight for weight, college in standings if name in {None, college}]
        if part.weights is None or not weights:
            continue
        heads, weighed = (_counts(part, in_weights=one) for one in (False, True))
        least, most = min(weights), max(weights)
        if any(not least * n <= w <= most * n for n, w in zip(heads, weighed, strict=True)):
            return False
    return True


def _counts(part: Sum, *, in_weights: bool) -> tuple[Exact, ...]:
    tally = part.weights.tally if in_weights and part.weights is not None else part.tally
    return (tally.yes, tally.no, tally.abstain, tally.blank, tally.invalid)


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
    entries, ballots = sealed.roll.entries, sealed.box.ballots
    seats, choices = ((), ()) if ballots is None else (ballots.seats, ballots.choices)
    if len(set(seats)) != len(seats) or not set(sealed.roll.columns.numbers).issuperset(seats):
        return None
    if not set(record["voting"]["choices"]).issuperset(choices):
        return None
    counts: dict[Class, Counter[Choice]] = {}
    if len(sealed.roll.entitled_heads) == 1:  # nearly every roll; nobody has to be looked up
        (only,) = sealed.roll.entitled_heads
        counts[only] = Counter({Choice(one): heads for one, heads in Counter(choices).items()})
    else:
        weights = {id(entry.weight): entry.weight for entry in entries}
        classes = {entry.number: (id(entry.weight), entry.college) for entry in entries}
        cast = Counter(zip(map(classes.__getitem__, seats), choices, strict=True))
        for ((weight, college), choice), heads in cast.items():
            counts.setdefault((weights[weight], college), Counter())[Choice(choice)] += heads
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
