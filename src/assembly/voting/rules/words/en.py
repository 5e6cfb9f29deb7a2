# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""English."""

from fractions import Fraction

from assembly.voting.rules.majority import Base, Strictness
from assembly.voting.rules.quorum import QuorumOf
from assembly.voting.rules.words.vocabulary import Unit, Words

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PARTS = ("third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def share(of: Fraction, strictness: Strictness) -> str:
    """As in "more than half", "at least two thirds"."""
    least = strictness is Strictness.AT_LEAST
    if of == 1:
        return "unanimity" if least else "more than all"
    if of.denominator == 2:  # noqa: PLR2004 - a half
        words = "half"
    elif of.denominator <= 10:  # noqa: PLR2004 - a tenth is the last with a name
        many = "" if of.numerator == 1 else "s"
        words = f"{_NUMBERS[of.numerator - 1]} {_PARTS[of.denominator - 3]}{many}"
    else:
        words = f"{of.numerator}/{of.denominator}"
    return f"at least {words}" if least else f"more than {words}"


HEADS = Unit(
    base={
        Base.YES_NO: "of the votes for and against",
        Base.CAST: "of the votes cast, abstentions included",
        Base.PRESENT: "of those present",
        Base.ENTITLED: "of those entitled to vote",
    },
    reached={
        Base.YES_NO: (
            "{yes} of the {base} votes for and against was for",
            "{yes} of the {base} votes for and against were for",
        ),
        Base.CAST: (
            "{yes} of the {base} votes cast was for",
            "{yes} of the {base} votes cast were for",
        ),
        Base.PRESENT: ("{yes} of the {base} people present voted for",) * 2,
        Base.ENTITLED: ("{yes} of the {base} people entitled to vote voted for",) * 2,
    },
    only={
        Base.YES_NO: ("the only vote was for", "the only vote was against"),
        Base.CAST: ("the only vote cast was for", "the only vote cast was not for"),
        Base.PRESENT: (
            "the only person present voted for",
            "the only person present did not vote for",
        ),
        Base.ENTITLED: (
            "the only person entitled to vote voted for",
            "the only person entitled to vote did not vote for",
        ),
    },
    needed="{needed} needed",
    against=("{needed} needed with {rest} against",) * 2,
    others=("{needed} needed with 1 other vote", "{needed} needed with {rest} other votes"),
    counts="{counts}.",
    entitled="of those entitled to vote",
    everybody="everybody entitled to vote",
    quorum_number=("1 person", "{number} people"),
    took_part={
        QuorumOf.PRESENT: (
            "{reached} of the {entitled} people entitled to vote was present",
            "{reached} of the {entitled} people entitled to vote were present",
        ),
        QuorumOf.VOTED: ("{reached} of the {entitled} people entitled to vote did so",) * 2,
        QuorumOf.EXPRESSED: (
            "{reached} of the {entitled} people entitled to vote voted for or against",
        )
        * 2,
    },
    took_part_alone={
        QuorumOf.PRESENT: ("1 person was present", "{reached} people were present"),
        QuorumOf.VOTED: ("1 person voted", "{reached} people voted"),
        QuorumOf.EXPRESSED: (
            "1 person voted for or against",
            "{reached} people voted for or against",
        ),
    },
)

WEIGHTS = Unit(
    base={
        Base.YES_NO: "of the voting weight for and against",
        Base.CAST: "of the voting weight cast, abstentions included",
        Base.PRESENT: "of the voting weight present",
        Base.ENTITLED: "of all voting weight",
    },
    reached={
        Base.YES_NO: ("a voting weight of {yes} was for, out of {base} for and against together",)
        * 2,
        Base.CAST: ("a voting weight of {yes} was for, out of {base} cast",) * 2,
        Base.PRESENT: ("a voting weight of {yes} was for, out of {base} present",) * 2,
        Base.ENTITLED: ("a voting weight of {yes} was for, out of {base} in all",) * 2,
    },
    only={},
    needed="{needed} needed",
    against=("{needed} needed with {rest} against",) * 2,
    others=("{needed} needed with {rest} in other votes",) * 2,
    counts="Voting weight: {counts}.",
    entitled="of all voting weight",
    everybody="all voting weight",
    quorum_number=("a voting weight of {number}",) * 2,
    took_part={
        QuorumOf.PRESENT: ("a voting weight of {reached} out of {entitled} was present",) * 2,
        QuorumOf.VOTED: ("a voting weight of {reached} out of {entitled} was cast",) * 2,
        QuorumOf.EXPRESSED: ("a voting weight of {reached} out of {entitled} was for or against",)
        * 2,
    },
    took_part_alone={
        QuorumOf.PRESENT: ("a voting weight of {reached} was present",) * 2,
        QuorumOf.VOTED: ("a voting weight of {reached} was cast",) * 2,
        QuorumOf.EXPRESSED: ("a voting weight of {reached} was for or against",) * 2,
    },
)

WORDS = Words(
    point=".",
    void="No outcome",
    share=share,
    heads=HEADS,
    weights=WEIGHTS,
    whole="{label}: {why}.",
    tie="{reached}, exactly half, and that is no majority; {needed} ({rule})",
    decided="{reached}; {needed} ({rule})",
    unreachable="{reached}; {rule} was needed",
    nobody={
        Base.YES_NO: "nobody voted for or against",
        Base.CAST: "no valid vote was cast",
        Base.PRESENT: "nobody was present",
        Base.ENTITLED: "nobody was entitled to vote",
    },
    nobody_needed="{nobody}; {needed} needed ({rule})",
    nobody_unreachable="{nobody}; {rule} was needed",
    quorum_not_met="the quorum was not reached; {check}",
    quorum_met="The quorum was reached: {check}.",
    quorum_check="{took_part}, {required} needed ({rule})",
    quorum_check_number="{took_part}, {required} needed",
    quorum_of={
        QuorumOf.PRESENT: "{least} present",
        QuorumOf.VOTED: "{least} voting, blank and invalid papers included",
        QuorumOf.EXPRESSED: "{least} voting for or against",
    },
    at_least="at least {number}",
    voided="The voting is void and the resolution returns to the table.",
    college_not_met=(
        "the whole reached its majority, but the college {names} did not",
        "the whole reached its majority, but the colleges {names} did not",
    ),
    in_the_whole="In the whole: {why}.",
    in_college="In the college {name}: {why}.",
    quoted="“{name}”",
    conjunction="and",
    counted=("for {n}", "against {n}", "abstention {n}", "blank {n}", "invalid {n}"),
    condition="Approved when it gets {rule}.",
    condition_quorum="Quorum: {quorum}.",
    otherwise_not_adopted="Otherwise it is not approved.",
    otherwise_void="Otherwise the voting is void and the resolution returns to the table.",
    condition_each="Every college must reach its majority too: {rule}.",
    condition_college="Also needed in the college {name}: {rule}.",
    rule_quorum="; quorum: {quorum}",
    rule_each="; in each college: {rule}",
    rule_college="; in the college {name}: {rule}",
)
