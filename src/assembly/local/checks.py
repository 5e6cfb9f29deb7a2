# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold before anything starts; each refusal is one sentence that says what to do."""

import errno
import fcntl
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assembly.local.errors import CannotStart

PATIENCE_SECONDS = 5.0
"""How long the port of a killed run may take to become free."""

HOST = "127.0.0.1"


def port_of(environ: Mapping[str, str]) -> int:
    """PORT, or 8000."""
    word = environ.get("PORT") or "8000"
    if not (word.isascii() and word.isdigit() and 0 < int(word) < 65536):  # noqa: PLR2004 - ports
        raise CannotStart(f"PORT is {word!r}, and must be a number from 1 to 65535.")
    return int(word)


def data_folder(environ: Mapping[str, str]) -> Path:
    """ASSEMBLY_VAR, or var: it is there and can be written to."""
    folder = Path(environ.get("ASSEMBLY_VAR") or "var").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 4096)
    except OSError as error:
        raise CannotStart(
            f"The data folder {shown(folder)} cannot be written to ({error.strerror}): "
            "name another one with ASSEMBLY_VAR."
        ) from None
    return folder


def shown(folder: Path) -> str:
    """The folder as a person here would write it."""
    here = Path.cwd()
    return f"{folder.relative_to(here) if folder.is_relative_to(here) else folder}/"


@contextmanager
def claim(folder: Path, what: str) -> Iterator[bool]:
    """The folder is ours alone; the value says whether a former owner was killed."""
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"Assembly is running in {shown(folder)} already ({lock.read().strip()})."
            ) from None
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
                raise
        lock.seek(0)
        killed = bool(lock.read())
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {what}\n")
        lock.flush()
        try:
            yield killed
        finally:
            lock.truncate(0)


def require_free(port: int, *, patience: float = 0.0) -> None:
    """Somebody could listen on the port at this moment."""
    until = time.monotonic() + patience
    while True:
        try:
            with socket.socket() as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((HOST, port))
                trial.listen()
        except PermissionError:
            raise CannotStart(
                f"Port {port} is not for ordinary programs: choose one above 1023 with PORT."
            ) from None
        except OSError as error:
            if time.monotonic() > until:
                raise CannotStart(
                    f"Port {port} cannot be used ({error.strerror}): end what uses it, or choose "
                    f"another one: PORT={port % 65535 + 1} make run"
                ) from None
            time.sleep(0.1)
        else:
            return


def secret_key(environ: Mapping[str, str], folder: Path) -> str:
    """SECRET_KEY, or one made the first time and kept in the folder, readable by us alone."""
    if given := environ.get("SECRET_KEY"):
        return given
    path = folder / "secret"
    if not path.exists():
        new = path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(48))
        new.rename(path)
    return path.read_text()
