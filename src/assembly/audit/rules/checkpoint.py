# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checkpoint: how long the log is and what its root is, as a signed note that anybody can keep.

The form is that of C2SP (tlog-checkpoint, signed-note), which witnesses and monitors of
transparency logs read. Its one extension line says when it was made. An Ed25519 signature (RFC
8032) stands over the body up to and with its last LF; making and checking it is the caller's.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from assembly.errors import InvalidRequest

ED25519 = b"\x01"
DASH = "\u2014"
SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
TIME = re.compile(r"time ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)", re.ASCII)
LARGEST = 10_000

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""Public key, message, signature: whether they belong together."""


@dataclass(frozen=True, slots=True)
class Key:
    """Who signs, and with what: the 32 bytes of an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def short(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def thumbprint(self) -> str:
        """The key's id in a JWKS (RFC 7638, RFC 8037)."""
        text = f'{{"crv":"Ed25519","kty":"OKP","x":"{unpadded(self.public)}"}}'
        return unpadded(hashlib.sha256(text.encode()).digest())

    @property
    def line(self) -> str:
        """As verifiers of signed notes are told a key."""
        return f"{self.name}+{self.short.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line below the body."""

    name: str
    short: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a note says, and who signed it."""

    origin: str
    size: int
    root: bytes
    at: datetime
    body: str
    signatures: tuple[SignatureLine, ...]

    def is_signed_by(self, keys: Iterable[Key], is_signed: IsSigned) -> bool:
        """Whether one of these keys signed it under its own name."""
        known = {(key.name, key.short): key.public for key in keys}
        return any(
            is_signed(known[line.name, line.short], self.body.encode(), line.signature)
            for line in self.signatures
            if (line.name, line.short) in known
        )


def write_body(origin: str, size: int, root: bytes, at: datetime) -> str:
    """What is signed. `at` in whole seconds, UTC."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\ntime {moment}\n"


def write_note(body: str, key: Key, signature: bytes) -> str:
    """The body, an empty line, and who signed it."""
    return f"{body}\n{DASH} {key.name} {base64.b64encode(key.short + signature).decode()}\n"


def read_note(text: str) -> Checkpoint:
    """What `write_note` wrote, with as many signatures as there are; `InvalidRequest` otherwise."""
    body, gap, below = text.partition("\n\n")
    lines = body.split("\n")
    if len(text) > LARGEST or not gap or len(lines) != len(("origin", "size", "root", "time")):
        raise InvalidRequest("This is no checkpoint: origin, size, root, time, signatures.")
    origin, size, root, moment = lines
    said = TIME.fullmatch(moment)
    if not origin or not SIZE.fullmatch(size) or said is None:
        raise InvalidRequest("This is no checkpoint: it gives no size, or no time.")
    *signed, last = below.split("\n")
    if last or not signed:
        raise InvalidRequest("This checkpoint is signed by nobody.")
    try:
        at = datetime.strptime(said[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise InvalidRequest("This checkpoint gives a time that is none.") from None
    return Checkpoint(
        origin,
        int(size),
        _decoded(root, hashlib.sha256().digest_size),
        at,
        f"{body}\n",
        tuple(_signature(line) for line in signed),
    )


def _signature(line: str) -> SignatureLine:
    dash, name, value, *rest = [*line.split(" "), "", "", ""]
    if dash != DASH or not name or any(rest):
        raise InvalidRequest("A line of signatures in this checkpoint is none.")
    given = _decoded(value, None)
    return SignatureLine(name, given[:4], given[4:])


def _decoded(value: str, length: int | None) -> bytes:
    try:
        found = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequest("What stands in this checkpoint is no base64.") from None
    if base64.b64encode(found).decode() != value or length not in {None, len(found)}:
        raise InvalidRequest("A value in this checkpoint is of the wrong length or form.")
    return found


def unpadded(data: bytes) -> str:
    """Base64 for addresses, without its padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_name(name: str) -> bool:
    """Whether a key may be called so: no space of any kind and no plus."""
    return bool(name) and not any(sign.isspace() or sign == "+" for sign in name)
