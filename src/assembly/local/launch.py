# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Become another program, tied to the life of the one that asked, and not as root.

Run as a file, before anything is installed or imported:

    python -I -S launch.py PARENT SIGNAL UID GID FOLDER COMMAND…

Afterwards this process is COMMAND. On Linux the kernel sends it SIGNAL when PARENT dies, however
PARENT dies. With a UID of 0 or more it runs as that account. Such an account often cannot walk
to FOLDER or to COMMAND (a project under a closed home folder); then it keeps the one capability
that lets it, reading before writing, and no folder on the way has its permissions changed.
"""

import importlib
import os
import struct
import sys
from contextlib import suppress
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAP_SETPCAP = 8
SECBIT_NO_SETUID_FIXUP = 4
CAPABILITY_VERSION_3 = 0x20080522
CANNOT_RUN = 126


def _libc() -> Any:
    """What makes Linux's own calls; None elsewhere, and where this Python cannot."""
    if sys.platform != "linux":
        return None
    try:
        return importlib.import_module("ctypes").CDLL(None)
    except ImportError:
        return None


def _tie(parent: int, sign: int) -> None:
    """The kernel ends this process when its parent dies; if that happened already, it ends now."""
    if libc := _libc():
        libc.prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(CANNOT_RUN)


def _become(uid: int, gid: int) -> None:
    """This process belongs to the account; on Linux its capabilities stay permitted, unused."""
    if libc := _libc():
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    with suppress(OSError):  # a user namespace may forbid it
        os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def _keep(capability: int) -> bool:
    """The capability survives the next exec; False where this machine does not grant it.

    PostgreSQL asks access(2) whether it may run itself, which leaves capabilities out of account
    for everybody but root unless the secure bit is set.
    """
    libc = _libc()
    header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
    words = bytes(24)  # effective, permitted, inheritable; then their upper halves
    if libc is None or libc.capget(header, words) != 0:
        return False
    _, permitted, _, *upper = struct.unpack("=6I", words)
    bit = 1 << capability
    if not permitted & bit:
        return False
    effective = permitted & (bit | 1 << CAP_SETPCAP)
    if libc.capset(header, struct.pack("=6I", effective, permitted, bit, *upper)) != 0:
        return False
    libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    return bool(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) == 0)


def main(arguments: list[str]) -> None:
    """Never returns: either this process is COMMAND, or it ends with a sentence on stderr."""
    parent, sign, uid, gid = (int(word) for word in arguments[:4])
    folder, command = arguments[4], arguments[5:]
    refused: OSError | None = None
    try:
        if uid >= 0:
            _become(uid, gid)
        _tie(parent, sign)  # after the change of account, which would untie it
        if uid < 0 or os.access(folder, os.X_OK):
            os.execv(command[0], command)  # noqa: S606 - this is what the file is for
    except OSError as error:
        refused = error
    if uid >= 0 and (refused is None or isinstance(refused, PermissionError)):
        for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
            if not _keep(capability):
                continue
            try:
                os.execv(command[0], command)  # noqa: S606 - as above
            except OSError as error:
                refused = error
    sys.stderr.write(f"{command[0]} cannot run for account {uid}: {refused or folder}\n")
    sys.exit(CANNOT_RUN)


if __name__ == "__main__":
    main(sys.argv[1:])
