# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checking what was published, from nothing but what was published (docs/verify.md).

A bundle is one document with a voting's record, its digest, the roll and the box. Every part of it
is held against another part, or works out again; what cannot be known from outside is said.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assembly.audit.rules.checkpoint import IsSigned
from assembly.errors import InvalidRequest
from assembly.publication.rules.again import (
    WRONG_SHAPE,
    decide_again,
    sums_in,
    text_in,
    verdict_document,
)
from assembly.publication.rules.asked import amendment_checks, not_in_the_record
from assembly.publication.rules.checks import (
    Check,
    box_checks,
    papers_add_up,
    papers_in,
    roll_checks,
)
from assembly.publication.rules.form import in_one_form
from assembly.publication.rules.logged import log_checks
from assembly.publication.rules.record import canonical_json, record_digest
from assembly.publication.rules.sealed import Sealed, read_box, read_roll

BUNDLE_1 = "assembly-bundle/1"
BUNDLE = "assembly-bundle/2"
BUNDLE_KEYS = {"format", "record", "digest", "roll", "box", "log"}
KEYS_OF = {
    BUNDLE_1: BUNDLE_KEYS - {"log"},
    BUNDLE: BUNDLE_KEYS,
    None: {"record", "digest", "published_at", "annulment", "corrected"},
}
OLDER_RESULTS = (
    {"record", "digest", "published_at"},
    {"record", "digest", "published_at", "annulment"},
)


def read_document(data: bytes) -> dict[str, Any]:
    """A bundle, or a result without roll and box; `InvalidRequest` where it is neither."""
    try:
        document = json.loads(data.decode(), object_pairs_hook=_once_each, parse_constant=_no)
    except (ValueError, RecursionError) as problem:
        raise InvalidRequest(f"This is no JSON document of ours: {problem}.") from None
    return require_ours(document)


def require_ours(document: object) -> dict[str, Any]:
    """What was parsed, if it is a bundle or a result; else `InvalidRequest`."""
    if not isinstance(document, dict) or not isinstance(document.get("record"), dict):
        raise InvalidRequest("There is no record in this document.")
    form = document.get("format")
    known = KEYS_OF.get(form) if form is None or isinstance(form, str) else None
    if set(document) != known and (form is not None or set(document) not in OLDER_RESULTS):
        raise InvalidRequest("This is neither a bundle of format 1 or 2 nor a result.")
    return document


def verify(document: Mapping[str, Any], is_signed: IsSigned) -> list[Check]:
    """Everything that can be looked at, in the order in which a reader would.

    `is_signed` works out an Ed25519 signature.
    """
    record = document["record"]
    return [*_checks(record, document), *log_checks(document, is_signed)]


def cannot_know(document: Mapping[str, Any]) -> list[str]:
    """What no check of published documents tells."""
    record = document["record"]
    said = ["who sits on which seat, and whether everybody entitled is on the roll."]
    if "roll" not in document:
        said.insert(0, "whether roll and box are those of the record: only the result was given.")
    voting = record.get("voting")
    if isinstance(voting, dict) and voting.get("secrecy") == "secret":
        said.append(
            "what a single secret ballot says, and so whether the counts are those of the box; "
            "whoever kept a receipt can look whether their ballot is in it."
        )
    if record.get("paper") is not None:
        said.append("whether the papers said what two people counted.")
    said += not_in_the_record(record)
    if "annulment" not in document:
        said.append("whether the voting was annulled since: its result says so.")
    if document.get("log") is None:
        said.append("whether everybody is shown the same record: compare its digest with others.")
    else:
        said.append(
            "whether the key is theirs, and whether everybody is shown the same log: compare key "
            "and checkpoint with what others kept."
        )
    return said


def _checks(record: dict[str, Any], document: Mapping[str, Any]) -> Iterator[Check]:
    yield _same("The record has the digest that stands beside it", _digest(record), document)
    yield Check(text_in(record) is not None, "The text has the digest that the record gives")
    yield from amendment_checks(record)
    sealed = None
    if "roll" in document:
        try:
            sealed = Sealed(read_roll(document["roll"]), read_box(document["box"]))
        except WRONG_SHAPE:
            yield Check(ok=False, said="Roll and box have the form they must have")
        else:
            yield Check(ok=True, said="Roll and box have the form they must have")
    try:
        sums, papers = sums_in(record), papers_in(record)
        yield Check(papers_add_up(record, papers), "The papers, if any, add up line by line")
        if sealed is not None:
            yield from roll_checks(record, sealed.roll, sums)
            yield from box_checks(record, sealed, sums, papers)
        yield Check(
            record["turnout"] == sums.whole.tally.ballots,
            "The counts add up to the turnout",
        )
        yield Check(in_one_form(record, sums), "The record is written in its one form")
    except WRONG_SHAPE:
        yield Check(ok=False, said="The record's counts can be read")
    yield from _decision(record)


def _digest(record: dict[str, Any]) -> str | None:
    try:
        return record_digest(record)
    except ValueError:
        return None


def _same(said: str, recomputed: str | None, document: Mapping[str, Any]) -> Check:
    return Check(recomputed is not None and recomputed == document["digest"], said)


def _decision(record: Mapping[str, Any]) -> Iterator[Check]:
    again = decide_again(record)
    yield Check(
        again is not None
        and canonical_json(verdict_document(record, again.verdict))
        == canonical_json({**_mapping(record.get("verdict"))}),
        "The outcome and its reason follow from the rule, the roll and the counts",
    )
    yield Check(
        again is not None
        and (again.sentences, again.labels) == (record.get("sentences"), record.get("labels")),
        "The sentences say so in every language",
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "a key stands twice in one object"
        raise ValueError(message)
    return found


def _no(word: str) -> object:
    message = f"{word} is no number"
    raise ValueError(message)
