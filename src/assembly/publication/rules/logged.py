# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The part of a bundle that says where in the log its publication stands, and its checks.

The log, checkpoints and keys are those of `audit.rules`. Whether a signature holds is the caller's
to work out: it is handed in, since this module knows nothing but values.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assembly.audit.rules.checkpoint import Checkpoint, IsSigned, Key, read_note
from assembly.audit.rules.entry import KEYS, leaf_bytes
from assembly.audit.rules.keys import read_key
from assembly.audit.rules.merkle import hash_leaf, is_consistent, is_included
from assembly.errors import InvalidRequest
from assembly.publication.rules.checks import Check

ACT = "publish_record"
PARTS = {"leaf", "index", "path", "checkpoint", "before", "bridge", "keys"}
WRONG = (InvalidRequest, KeyError, TypeError, ValueError, AttributeError)


def log_checks(document: Mapping[str, Any], is_signed: IsSigned) -> Iterator[Check]:
    """Leaf, place, signature and what was signed before; a bundle without a log part has none."""
    log = document.get("log")
    if log is None:
        return
    try:
        if set(log) != PARTS:
            raise InvalidRequest("The log part of this bundle has other parts than ours.")
        signed, keys = read_note(log["checkpoint"]), _keys(log["keys"])
        before = None if log["before"] is None else read_note(log["before"])
    except WRONG:
        yield Check(ok=False, said="The log part has the form it must have")
        return
    yield Check(ok=True, said="The log part has the form it must have")
    yield Check(_names(log["leaf"], document), "The log has this record, of this voting")
    yield Check(_stands(log, signed), "It stands in the log where the bundle says")
    yield Check(
        _signed_once(signed, keys, is_signed) and _every_key_used(keys, signed, before),
        "The log's checkpoint is signed by the key that the bundle names",
    )
    yield Check(
        _follows(log, signed, before) and (before is None or before.at <= signed.at),
        "The log still begins with what the checkpoint before said",
    )
    if before is not None:
        yield Check(_signed_once(before, keys, is_signed), "The checkpoint before is signed too")


def checkpoint_in(document: Mapping[str, Any]) -> Checkpoint | None:
    """The checkpoint that a bundle brings, or None; `InvalidRequest` where it is no note."""
    log = document.get("log")
    if not isinstance(log, dict):
        return None
    return read_note(log["checkpoint"] if isinstance(log.get("checkpoint"), str) else "")


def since_checks(
    ours: Checkpoint, kept: Checkpoint, path: Sequence[bytes], keys: Sequence[Key], sign: IsSigned
) -> Iterator[Check]:
    """A checkpoint that somebody kept, against the bundle's: one log begins with the other."""
    first, last = sorted((kept, ours), key=lambda one: one.size)
    yield Check(kept.is_signed_by(keys, sign), "The checkpoint you kept is signed by the same key")
    yield Check(
        is_consistent(first.size, last.size, first.root, last.root, path),
        f"The log of {last.size} still begins with the log of {first.size}",
    )


def keys_in(document: Mapping[str, Any]) -> tuple[Key, ...]:
    """The keys that a bundle names; none where it names none that can be read."""
    try:
        return _keys(document["log"]["keys"])
    except WRONG:
        return ()


def _keys(documents: Sequence[object]) -> tuple[Key, ...]:
    if not isinstance(documents, list):
        raise InvalidRequest("Keys are a list.")
    return tuple(read_key(one) for one in documents)


def _names(leaf: object, document: Mapping[str, Any]) -> bool:
    if not isinstance(leaf, dict) or set(leaf) != KEYS:
        return False
    try:
        subject = f"voting:{document['record']['voting']['id']}"
    except WRONG:
        return False
    return (leaf["act"], leaf["subject"], leaf["facts"]) == (
        ACT,
        subject,
        {"digest": document["digest"]},
    )


def _stands(log: Mapping[str, Any], signed: Checkpoint) -> bool:
    try:
        leaf = hash_leaf(leaf_bytes(log["leaf"]))
        path = _hashes(log["path"])
        index = log["index"]
        return type(index) is int and is_included(leaf, index, signed.size, path, signed.root)
    except WRONG:
        return False


def _follows(log: Mapping[str, Any], signed: Checkpoint, before: Checkpoint | None) -> bool:
    try:
        bridge = _hashes(log["bridge"])
        if before is None:
            return not bridge
        return before.size < signed.size and is_consistent(
            before.size, signed.size, before.root, signed.root, bridge
        )
    except WRONG:
        return False


def _signed_once(signed: Checkpoint, keys: Sequence[Key], is_signed: IsSigned) -> bool:
    return len(signed.signatures) == 1 and signed.is_signed_by(keys, is_signed)


def _every_key_used(keys: Sequence[Key], *signed: Checkpoint | None) -> bool:
    """Nobody is named who signed nothing."""
    by = {line.short for one in signed if one is not None for line in one.signatures}
    return {key.short for key in keys} == by and len(keys) == len(by)


def _hashes(given: Sequence[str]) -> list[bytes]:
    if not isinstance(given, list):
        raise InvalidRequest("A proof is a list of hashes.")
    found = [bytes.fromhex(one) for one in given]
    if [one.hex() for one in found] != given:
        raise InvalidRequest("Hashes are lower-case hex.")
    return found
