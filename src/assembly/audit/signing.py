# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who signs the checkpoints of this installation, and whether a signature holds (RFC 8032)."""

from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assembly.audit.rules.checkpoint import Key
from assembly.settings import Settings

PURPOSE = b"assembly: checkpoints of the log"


class Signer:
    """Signs as `SIGNING_KEY` or, where none is set, as a key derived from `SECRET_KEY` (RFC 5869).

    The name under its signatures is where people reach this installation.
    """

    def __init__(self, settings: Settings) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(_seed(settings))
        self.key = Key(origin_of(settings.public_url), self._key.public_key().public_bytes_raw())

    def sign(self, body: str) -> bytes:
        """64 bytes."""
        return self._key.sign(body.encode())


def origin_of(public_url: str) -> str:
    """An address without its scheme, which is how logs are called; unambiguous in a note."""
    parts = urlsplit(public_url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}/log".replace("+", "-")


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made this signature of this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _seed(settings: Settings) -> bytes:
    given = settings.signing_key.get_secret_value()
    if given:
        return bytes.fromhex(given)
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return derive.derive(settings.secret_key.get_secret_value().encode())
