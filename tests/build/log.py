# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A log as a worker writes it: in the database, or of values only."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assembly.audit.checkpoint import extend_log
from assembly.audit.rules.checkpoint import Key, write_body, write_note
from assembly.audit.rules.entry import Act, leaf_bytes, leaf_of
from assembly.audit.rules.keys import write_key
from assembly.audit.rules.merkle import (
    Span,
    consistency,
    grown,
    hash_leaf,
    hash_of,
    inclusion,
)
from assembly.audit.signing import Signer
from assembly.clock import now
from assembly.publication.rules.logged import ACT
from assembly.settings import Settings
from tests.build.house import Build

AT = datetime(2026, 3, 1, 10, 6, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = Key("example.org/log", PRIVATE.public_key().public_bytes_raw())


def signer(**settings: str) -> Signer:
    """Who signs in tests that start no worker."""
    where = {"database_url": "postgresql://", "redis_url": "redis://", "secret_key": "x" * 32}
    return Signer(Settings(**where | settings))  # type: ignore[arg-type]


async def extended(build: Build, by: Signer | None = None) -> int:
    """Whatever happened is in the log; its size."""
    reached = 0
    while True:
        async with build.sessions.begin() as session:
            size = await extend_log(session, by or signer(), at=now())
        if size is None:
            return reached
        reached = size


def acts(voting_id: str, digest: str, *, before: int = 5, after: int = 2) -> list[dict[str, Any]]:
    """Leaves; the one after `before` others is the publication."""
    told = [
        Act("open_voting", AT + timedelta(seconds=number), "worker", None, f"voting:{number}", {})
        for number in range(before + 1 + after)
    ]
    told[before] = Act(ACT, AT, "system:worker", None, f"voting:{voting_id}", {"digest": digest})
    return [leaf_of(act, bytes([number] * 16)) for number, act in enumerate(told)]


def note(root: bytes, size: int, at: datetime = AT, private: Ed25519PrivateKey = PRIVATE) -> str:
    """A checkpoint, signed under the name of the log."""
    key = Key(KEY.name, private.public_key().public_bytes_raw())
    body = write_body(key.name, size, root, at)
    return write_note(body, key, private.sign(body.encode()))


def log_part(bundle: dict[str, Any], *, before: int = 5, after: int = 2) -> dict[str, Any]:
    """What the bundle would say of the log: its leaf after `before` others, signed after all."""
    leaves = acts(bundle["record"]["voting"]["id"], bundle["digest"], before=before, after=after)
    size, kept = len(leaves), before
    nodes = grown(0, [], [hash_leaf(leaf_bytes(leaf)) for leaf in leaves])
    return {
        "leaf": leaves[before],
        "index": before,
        "path": [hash_of(span, nodes).hex() for span in inclusion(before, size)],
        "checkpoint": note(hash_of(Span(0, size), nodes), size, AT + timedelta(seconds=9)),
        "before": note(hash_of(Span(0, kept), nodes), kept) if kept else None,
        "bridge": [hash_of(span, nodes).hex() for span in consistency(kept, size)],
        "keys": [write_key(KEY)],
    }


def with_log(bundle: dict[str, Any], **lengths: int) -> dict[str, Any]:
    """The bundle with its place in a log that says the same."""
    return bundle | {"log": log_part(bundle, **lengths)}


def other_signature(text: str) -> str:
    """The same note under a signature of the right form that is none."""
    body, _, line = text.partition("\n\n")
    head, _, value = line.strip().rpartition(" ")
    given = bytearray(base64.b64decode(value))
    given[-1] ^= 1
    return f"{body}\n\n{head} {base64.b64encode(bytes(given)).decode()}\n"
