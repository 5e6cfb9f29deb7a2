# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the log answers. Hashes are lower-case hex."""

from typing import Literal

from assembly.api.schema import Schema


class ConsistencyOut(Schema):
    """RFC 9162, 2.1.4: that the longer log begins with the shorter one."""

    before: int
    size: int
    path: list[str]


class InclusionOut(Schema):
    """RFC 9162, 2.1.3: that a leaf is among the first `size`."""

    index: int
    size: int
    leaf_hash: str
    path: list[str]


class LeavesOut(Schema):
    """Hashes of leaves one after another; `end` is one more than the last one's index."""

    start: int
    end: int
    hashes: list[str]


class JsonWebKey(Schema):
    """A public key (RFC 7517, RFC 8037), and the name under its signatures."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    use: Literal["sig"]
    alg: Literal["EdDSA"]
    name: str
    line: str


class JsonWebKeys(Schema):
    """Every key that ever signed a checkpoint, the newest first."""

    keys: list[JsonWebKey]
