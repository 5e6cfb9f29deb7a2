# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signatures of Standard Webhooks 1.0: `v1`, HMAC with SHA-256 over id, timestamp and body."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
SIZE = 32
"""Bytes of a secret; the specification asks for 24 to 64."""


def shown(secret: bytes) -> str:
    """A secret as libraries of the specification take it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, message_id: str, timestamp: int, body: str) -> str:
    """One signature, `v1,…`."""
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def headers(secrets: Iterable[bytes], message_id: str, timestamp: int, body: str) -> dict[str, str]:
    """The three headers; one signature for each secret that is in force, the newest first."""
    signatures = (signature(secret, message_id, timestamp, body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
