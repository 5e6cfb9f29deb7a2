# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A public key as JSON, in one form only (RFC 7517, RFC 8037)."""

import base64
import binascii
from typing import Any

from assembly.audit.rules.checkpoint import Key, unpadded
from assembly.errors import InvalidRequest


def write_key(key: Key) -> dict[str, Any]:
    """A JSON web key, with the name under its signatures and the line that verifiers are told."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": unpadded(key.public),
        "kid": key.thumbprint,
        "use": "sig",
        "alg": "EdDSA",
        "name": key.name,
        "line": key.line,
    }


def read_key(document: object) -> Key:
    """What `write_key` wrote, and nothing that only resembles it; else `InvalidRequest`."""
    try:
        key = Key(document["name"], base64.urlsafe_b64decode(document["x"] + "="))  # type: ignore[index]
        if write_key(key) == document:
            return key
    except (TypeError, KeyError, AttributeError, ValueError, binascii.Error):
        pass
    raise InvalidRequest("This is no key of a log: an Ed25519 key as JSON, with its name.")
