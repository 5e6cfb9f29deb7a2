# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be followed, for how long things hold, and how a link proves that it is ours."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

TOKEN_HOLDS = timedelta(days=3)
"""How long a mailed link confirms."""
BETWEEN_LETTERS = timedelta(hours=1)
"""An address is asked to confirm at most this often, whoever typed it."""
UNCONFIRMED = timedelta(days=7)
"""After so long what was not confirmed is forgotten, with the address."""
MOST_FOLLOWED = 50
MOST_ASKED = 60
"""Within ten minutes from one network address: a hall is one address."""


class Followed(StrEnum):
    """What one hears of."""

    ASSEMBLY = "assembly"
    RESOLUTION = "resolution"
    THEME = "theme"


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def key_of(secret: bytes, subscriber_id: UUID) -> str:
    """What stands in every mail and opens the subscriber's own page; kept nowhere."""
    proof = hmac.digest(secret, subscriber_id.bytes, "sha256")[:18]
    return urlsafe_b64encode(subscriber_id.bytes + proof).decode().rstrip("=")


def subscriber_in(secret: bytes, key: str) -> UUID | None:
    """Whose key it is; None where it is nobody's."""
    try:
        subscriber_id = UUID(bytes=urlsafe_b64decode(key + "==")[:16])
    except ValueError:
        return None
    sound = hmac.compare_digest(key_of(secret, subscriber_id).encode(), key.encode())
    return subscriber_id if sound else None
