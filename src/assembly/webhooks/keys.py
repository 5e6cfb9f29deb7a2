# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The secrets of webhooks: worked out each time, kept nowhere (RFC 5869)."""

from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assembly.settings import Settings
from assembly.webhooks.rules.signing import SIZE

PURPOSE = "assembly: webhook {webhook_id} secret {number}"


def secret_of(settings: Settings, webhook_id: UUID, number: int) -> bytes:
    """The number-th secret of the webhook. Another `SECRET_KEY` gives other ones."""
    info = PURPOSE.format(webhook_id=webhook_id, number=number).encode()
    derive = HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=info)
    return derive.derive(settings.secret_key.get_secret_value().encode())
