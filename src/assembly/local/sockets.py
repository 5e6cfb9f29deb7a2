# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a server's Unix socket lives: beside its data, or where the path is short enough."""

import hashlib
import os
import re
import socket
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from assembly.local.errors import CannotStart
from assembly.local.processes import Account, give

_PLAIN = re.compile(r"[A-Za-z0-9_./@+-]+")
"""Paths that mean the same in a URL, in a server's list of folders and on a disk."""


def choose(beside: Path, name: str) -> Path:
    """The folder in which a socket of this name can be made; the same answer every time.

    Socket paths end at 107 bytes, and some shared folders know no sockets at all; then it is a
    folder in the temporary one.
    """
    mark = hashlib.sha256(os.fsencode(beside)).hexdigest()[:16]
    short = f"assembly-{os.geteuid()}-{mark}"
    for folder in (beside, Path(tempfile.gettempdir()) / short, Path("/tmp") / short):  # noqa: S108 - `make` closes it
        if _PLAIN.fullmatch(str(folder)) and _holds_socket(folder, len(name)):
            return folder
    raise CannotStart(f"No folder can hold the socket {name}: set TMPDIR to a short path.")


def make(folder: Path, account: Account | None) -> None:
    """The folder is there, belongs to the account and is closed to everybody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    owners = {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise CannotStart(f"{folder} belongs to somebody else: remove it.")
    give(folder, account)


def clear(folder: Path, beside: Path) -> None:
    """The folder is gone if it was one in the temporary folder."""
    if folder != beside and folder.exists():
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def _holds_socket(folder: Path, length: int) -> bool:
    """Tried for real, in the folder itself or else beside where it will be."""
    made = not folder.exists()
    probe = folder / f"{os.getpid():0{length}}"[-length:]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with socket.socket(socket.AF_UNIX) as trial:
            trial.bind(str(probe))
        probe.unlink()
    except OSError:
        return False
    finally:
        if made:
            with suppress(OSError):
                folder.rmdir()
    return True
