# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/verify.py, which shares no code with ours, finds what ours finds, and holds what holds."""

import ast
import contextlib
import copy
import hashlib
import importlib.util
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.audit.rules.checkpoint import read_note
from assembly.audit.rules.entry import leaf_bytes
from assembly.audit.rules.merkle import hash_inner, hash_leaf
from assembly.publication.rules.record import canonical_json, record_digest
from assembly.publication.rules.sealed import Ballots, SealedBox
from assembly.resolutions.rules.text import digest
from assembly.voting.rules.majority import PRESETS, Base, Majority, Strictness
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.paper import PaperLine
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf, Unmet
from assembly.voting.rules.roll import Entry, FrozenRoll, box_digest
from assembly.voting.rules.tally import Tally
from tests.build.changes import (
    assert_every_byte_counts,
    assert_every_change_is_found,
    at,
    others,
    places,
)
from tests.build.log import KEY, log_part, note, other_signature, with_log
from tests.rules import test_verify as first
from tests.rules.test_verify import AMENDED, BUNDLES, REWRITTEN, bundle_of

PAGE = Path(__file__).parents[2] / "docs" / "verify.md"
FILE = PAGE.with_suffix(".py")

ROLL_ON_THE_PAGE = FrozenRoll(
    (Entry(1), Entry(2, present=False, held_by=1), Entry(3, Fraction(5, 2), "nl 2"))
)
NOT_WORKED_OUT = {
    # of AMENDED: the second verifier does not compare edits with the changes found in them
    "the words asked for",
    "the provision",
    "what is done",
    "the words found",
    "a place outside the text",
    "a change of nothing",
    "no change",
    "a marker",
}


def taken_away():
    """The file as whoever downloads it has it: alone."""
    spec = importlib.util.spec_from_file_location("second_verifier", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


second = taken_away()


def differs(document):
    """As it is when it was sent: JSON."""
    sent = second.read(canonical_json(document))
    return [said for holds, said in second.verify(sent) if not holds]


def is_found(data):
    try:
        return any(not holds for holds, _ in second.verify(second.read(data)))
    except ValueError:
        return True


def rewritten(bundle):
    """With the digest and the log that somebody with every key would write beside it."""
    bundle["digest"] = record_digest(bundle["record"])
    return with_log(bundle)


@pytest.mark.parametrize("name", BUNDLES)
def test_what_was_published_holds(name):
    document = second.read(canonical_json(BUNDLES[name]))
    assert differs(document) == []
    assert len(list(second.verify(document))) >= 19
    assert list(second.unknown(document))


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 3), (1, 0), (7, 0), (8, 9)])
def test_it_holds_wherever_in_the_log_it_stands(before, after):
    bundle = with_log(BUNDLES["a plain roll call"], before=before, after=after)
    assert differs(bundle) == []


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_thing_is_changed_is_found(name):
    assert_every_change_is_found(BUNDLES[name], is_found)


@pytest.mark.parametrize("name", BUNDLES)
def test_whatever_single_byte_is_changed_is_found(name):
    assert_every_byte_counts(canonical_json(BUNDLES[name]), is_found, steps=slice(5, None, 17))


def dropped_ballot(bundle):
    bundle["box"]["ballots"].pop()


def added_ballot(bundle):
    more = {"seat": 6, "tracker": first.tracker(6), "choice": "no"}
    bundle["box"]["ballots"].append(more)


def swapped_names(bundle):
    ballots = bundle["box"]["ballots"]
    ballots[0]["seat"], ballots[3]["seat"] = 4, 1
    ballots.sort(key=lambda ballot: ballot["seat"])


def swapped_choices(bundle):
    ballots = bundle["box"]["ballots"]
    ballots[0]["choice"], ballots[3]["choice"] = ballots[3]["choice"], ballots[0]["choice"]


def tracker_twice(bundle):
    ballots = bundle["box"]["ballots"]
    ballots[0]["tracker"] = ballots[1]["tracker"]


def reordered_ballots(bundle):
    bundle["box"]["ballots"].reverse()


def reordered_roll(bundle):
    bundle["roll"].reverse()


def dropped_elector(bundle):
    bundle["roll"].pop()


def other_weight(bundle):
    bundle["roll"][0]["weight"] = "3"


def other_holder(bundle):
    bundle["roll"][3]["held_by"] = 5


@pytest.mark.parametrize(
    "do",
    [
        dropped_ballot,
        added_ballot,
        swapped_names,
        swapped_choices,
        tracker_twice,
        reordered_ballots,
        reordered_roll,
        dropped_elector,
        other_weight,
        other_holder,
    ],
)
def test_who_writes_new_digests_of_roll_and_box_is_found_too(do):
    """Roll, box and log all fit again; what was done shows in the counts, or in the form."""
    bundle = copy.deepcopy(BUNDLES["weights, colleges and a quorum, by name, with paper"])
    do(bundle)
    lines = [f"{one['seat']} {one['tracker']} {one['choice']}" for one in bundle["box"]["ballots"]]
    bundle["record"]["box_digest"] = second.of_lines(sorted(lines))
    entries = [
        Entry(
            line["seat"],
            Fraction(line["weight"]),
            line["college"],
            line["present"],
            line["held_by"],
        )
        for line in bundle["roll"]
    ]
    bundle["record"]["roll"]["digest"] = FrozenRoll(tuple(entries)).digest
    assert is_found(canonical_json(rewritten(bundle)))


@pytest.mark.parametrize(("way", "other"), REWRITTEN)
def test_who_writes_a_new_digest_beside_the_change_is_found_too(way, other):
    bundle = copy.deepcopy(BUNDLES["weights, colleges and a quorum, by name, with paper"])
    at(bundle["record"], way[:-1])[way[-1]] = other
    assert is_found(canonical_json(rewritten(bundle)))


@pytest.mark.parametrize("case", [(case.id, *case.values) for case in AMENDED], ids=str)
def test_an_amendment_that_was_rewritten_is_found_or_named_as_not_worked_out(case):
    what, way, other = case
    bundle = copy.deepcopy(BUNDLES["two amendments together"])
    at(bundle["record"]["amendments"], way[:-1])[way[-1]] = other
    document = rewritten(bundle)
    assert is_found(canonical_json(document)) is (what not in NOT_WORKED_OUT)
    if what in NOT_WORKED_OUT:
        assert any("changes" in said for said in second.unknown(document))


@pytest.mark.parametrize(
    "name", ["weights, colleges and a quorum, by name, with paper", "a plain secret voting"]
)
def test_what_ours_finds_in_a_rewritten_record_the_second_finds(name):
    """Every value of the record, changed with all that follows: no difference is ours alone."""
    bundle, tried = BUNDLES[name], 0
    for way in places(bundle["record"]):
        if way[0] == "format":
            continue
        for other in others(at(bundle["record"], way)):
            changed = copy.deepcopy(bundle)
            at(changed["record"], way[:-1])[way[-1]] = other
            tried += 1
            try:
                data = canonical_json(changed | {"digest": record_digest(changed["record"])})
                data = canonical_json(json.loads(data) | {"log": log_part(json.loads(data))})
            except (KeyError, TypeError):  # a record so broken that no leaf can name its voting
                data = canonical_json(changed)
            assert is_found(data) or not first.is_found(data), (way, other)
    assert tried > 250


def test_other_words_between_the_numbers_of_a_sentence_are_ours_alone_to_find():
    bundle = copy.deepcopy(BUNDLES["a plain secret voting"])
    sentences = bundle["record"]["sentences"]
    sentences["en"] = sentences["en"].replace("were for", "were green")
    document = rewritten(bundle)
    assert sentences != BUNDLES["a plain secret voting"]["record"]["sentences"]
    assert first.is_found(canonical_json(document))
    assert differs(document) == []
    assert any("sentences" in said for said in second.unknown(document))


@pytest.mark.parametrize("number", ["3", "4", "99"])
def test_another_number_in_a_sentence_is_found(number):
    bundle = copy.deepcopy(BUNDLES["paper beside devices"])
    said = bundle["record"]["sentences"]["nl"]
    assert said.endswith("Voor 2, tegen 1, onthouding 1, blanco 1, ongeldig 1.")
    bundle["record"]["sentences"]["nl"] = said.replace("tegen 1", f"tegen {number}")
    assert is_found(canonical_json(rewritten(bundle)))


def test_who_rewrites_everything_without_the_key_is_found():
    forged = first.without_the_key(BUNDLES["a plain roll call"])
    assert differs(forged) == [], "with the key nothing inside the bundle tells"
    log = forged["log"]
    signed = read_note(log["checkpoint"])
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    log["checkpoint"] = note(signed.root, signed.size, signed.at, other)
    assert len(differs(forged)) == 1
    log["checkpoint"] = other_signature(note(signed.root, signed.size, signed.at))
    assert differs(forged) == ["The checkpoints are signed by the keys that the bundle names"]


def test_a_record_of_format_1_and_a_bundle_without_a_log_hold():
    bundle = copy.deepcopy(BUNDLES["a plain secret voting"])
    record = bundle["record"]
    for key in ("medium", "weighed", "colleges", "paper"):
        del record[key]
    record["format"] = "assembly-record/1"
    record["rule"] = {key: record["rule"][key] for key in ("preset", "share", "strictness", "base")}
    record["roll"] = {key: record["roll"][key] for key in ("entitled", "present", "digest")}
    verdict = record["verdict"]
    numbers = {key: int(verdict[key]) for key in ("base", "needed_yes", "margin")}
    record["verdict"] = {"outcome": verdict["outcome"], "ground": verdict["ground"], **numbers}
    bundle = rewritten(bundle)
    assert differs(bundle) == []
    older = {key: part for key, part in bundle.items() if key != "log"}
    older["format"] = "assembly-bundle/1"
    assert differs(older) == []
    record["verdict"]["margin"] += 1
    assert len(differs(rewritten(bundle))) == 1


@pytest.mark.parametrize("more", [{"to": 3}, {"version": 1}])
def test_what_an_amendment_to_another_text_comes_to_cannot_be_known(more):
    bundle = copy.deepcopy(BUNDLES["two amendments together"])
    bundle["record"]["amendments"][1] |= more
    document = second.read(canonical_json(rewritten(bundle)))
    assert differs(document) == []
    named = [said for said in second.unknown(document) if "amendment 4 comes to" in said]
    assert len(named) == 1


def test_a_result_alone_is_checked_as_far_as_it_goes():
    bundle = BUNDLES["a plain secret voting"]
    result = {key: bundle[key] for key in ("record", "digest")}
    for more in (
        {"published_at": "2026"},
        {"published_at": "2026", "annulment": None},
        {"published_at": "2026", "annulment": None, "corrected": None},
    ):
        document = second.read(canonical_json(result | more))
        assert differs(document) == []
        assert "only the result" in next(second.unknown(document))


# ── Laws ──────────────────────────────────────────────────────────────────────

shares = st.fractions(min_value=Fraction(1, 9), max_value=1, max_denominator=20)
custom = st.builds(
    Majority, st.just("custom"), shares, st.sampled_from(Strictness), st.sampled_from(Base)
)
majorities = st.sampled_from([*PRESETS.values()]) | custom
weights = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(5, 4), Fraction(3)])


@st.composite
def votings(draw):
    """Any voting of up to eight seats: rule, roll, what was cast, and what came in on paper."""
    size = draw(st.integers(1, 8))
    weighted, colleges = draw(st.booleans()), draw(st.booleans())
    entries = []
    for seat in range(1, size + 1):
        there = seat == 1 or draw(st.booleans())
        held = None if there or not draw(st.booleans()) else 1
        weight = draw(weights) if weighted else Fraction(1)
        college = draw(st.sampled_from(["fr", "nl 2"] if colleges else [None]))
        entries.append(Entry(seat, weight, college, present=there, held_by=held))
    roll = FrozenRoll(tuple(entries))
    voting = draw(st.sets(st.integers(1, size)))
    choices = {seat: draw(st.sampled_from(["yes", "no", "abstain"])) for seat in sorted(voting)}
    papers = None
    idle = [entry for entry in entries if entry.number not in voting]
    if idle and draw(st.booleans()):
        said = draw(st.sampled_from([Tally(1, 0, 0), Tally(0, 0, 0, 1, 0), Tally(0, 0, 0, 0, 1)]))
        papers = [PaperLine(idle[0].weight, idle[0].college, said, 1)]
    in_weights = weighted and draw(st.booleans())
    quorum = draw(
        st.none()
        | st.builds(
            Quorum,
            shares,
            st.none(),
            st.sampled_from(QuorumOf),
            st.sampled_from(Unmet),
            st.just(CountedIn.WEIGHTS if in_weights else CountedIn.HEADS),
        )
    )
    names = sorted(roll.colleges)
    each = None
    if names and draw(st.booleans()):
        each = draw(majorities | st.fixed_dictionaries(dict.fromkeys(names, majorities)))
    rule = Rule(draw(majorities), quorum, each)
    return bundle_of(roll, rule, secret=draw(st.booleans()), papers=papers, choices=choices)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(votings())
def test_whatever_was_decided_both_hold_it(bundle):
    assert differs(bundle | {"log": None}) == []
    assert first.differs(bundle | {"log": None}) == []


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_its_arithmetic_of_signatures_is_that_of_the_library(seed, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert second.is_signed(public, message, signature)
    assert not second.is_signed(public, message + b"!", signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    with contextlib.suppress(ValueError):  # where that half of it names no point of the curve
        assert not second.is_signed(public, message, bytes(changed))


RFC = """
d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b

3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c 72
92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
"""


@pytest.mark.parametrize("case", RFC.split("\n\n"), ids=["TEST 1", "TEST 2"])
def test_the_first_signatures_of_the_rfc_are_signed(case):
    """RFC 8032, 7.1: the key and the message, and the two halves of the signature."""
    said, *signature = case.strip().splitlines()
    public, message = (bytes.fromhex(one) for one in f"{said} ".split(" ")[:2])
    signed = bytes.fromhex("".join(signature))
    assert second.is_signed(public, message, signed)
    assert not second.is_signed(public, message + b"\0", signed)


# ── The command and the page ──────────────────────────────────────────────────


def run(*arguments, data=b""):
    """The file alone, in a Python that has nothing but its own library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", str(FILE), *arguments],
        input=data,
        capture_output=True,
        check=False,
    )


def test_it_runs_where_nothing_is_installed_and_says_what_it_found(tmp_path):
    bundle = BUNDLES["a plain roll call"]
    file = tmp_path / "bundle.json"
    file.write_bytes(canonical_json(bundle))
    good = run(str(file), "--key", KEY.line)
    assert (good.returncode, good.stderr) == (0, b"")
    said = good.stdout.decode()
    assert "\nok       The checkpoints are signed by the keys that the bundle names\n" in said
    assert "\nok       The log is signed by the key you know it by\n" in said
    assert "\nWhat this cannot know:\n  who sits on which seat" in said
    assert said.endswith("checks, 0 differ.\n")
    assert run("-", data=canonical_json(bundle)).returncode == 0
    other = run("-", "--key", KEY.line.replace("+A", "+B"), data=canonical_json(bundle))
    assert other.returncode == 1
    changed = run("-", data=canonical_json(bundle | {"digest": "0" * 64}))
    assert changed.returncode == 1
    assert changed.stdout.startswith(b"ok       Everything has its form\ndiffers  The record")
    unread = run("-", data=b"[]")
    assert (unread.returncode, unread.stdout) == (2, b"")
    assert unread.stderr.startswith(b"There is nothing to verify: ")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"record": {}}', b"\xff", b"[" * 10**5, b'{"a": 1, "a": 1}']
)
def test_what_is_no_bundle_is_not_read(data):
    with pytest.raises(ValueError, match=r"^."):
        second.read(data)


def test_it_imports_nothing_but_the_standard_library():
    imported = set()
    for node in ast.walk(ast.parse(FILE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).partition(".")[0])
    assert imported <= sys.stdlib_module_names
    assert "json" in imported


def test_the_page_has_the_forms_that_the_file_goes_by():
    assert second.FORMS in PAGE.read_text(encoding="utf-8")


def test_every_digest_on_the_page_is_that_of_the_bytes_beside_it():
    page = PAGE.read_text(encoding="utf-8").partition("### A worked example")[2]
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    digests = {}
    for written, hashed, what in rows:
        data = json.loads(written.strip("`")).encode()
        digests[what] = hashlib.sha256(data).hexdigest()
        assert f"`{digests[what]}`" == hashed, what
    assert digests["a text of a paragraph and an item"] == digest(first.TEXT)
    assert digests["a roll"] == ROLL_ON_THE_PAGE.digest
    ours = Ballots([10, 9], [first.tracker(1), first.tracker(2)], ["no", "yes"])
    assert digests["a box of a roll call"] == box_digest(SealedBox(None, ours).lines)
    assert digests["a box of a secret voting"] == box_digest(ours.trackers)
    assert digests["canonical JSON"] == record_digest({"b": [1, None, True], "a": "é\n\u0001/"})
    leaf = BUNDLES["a plain roll call"]["log"]["leaf"] | {"facts": {"digest": "0" * 64}}
    assert digests["the leaf of a publication"] == hash_leaf(leaf_bytes(leaf)).hex()
    root = hash_inner(*(bytes.fromhex(digests["the leaf of a publication"]),) * 2).hex()
    assert f"`{root}`" in page
