# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Start a program so that it ends with us, and end it so that nothing of it is left."""

import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assembly.local import launch
from assembly.local.errors import CannotStart

Hurry = Callable[[], bool]
"""Asked again and again while something ends: shall it be cut short?"""

TICK = 0.02
"""Seconds between two looks at something we wait for."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who a server runs as when we are root."""

    uid: int
    gid: int


def server_account(data: Path) -> Account | None:
    """Nobody in particular when we are root, the owner of existing data, None when we are not root.

    PostgreSQL refuses to run as root, and its data must belong to the account it runs as.
    """
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    try:
        known = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        others = [entry for entry in pwd.getpwall() if entry.pw_uid]
        if owner or not others:
            raise CannotStart(
                "PostgreSQL refuses to run as root, and this machine has no other account for "
                f"{data}: start as an ordinary user, or set DATABASE_URL."
            ) from None
        known = others[0]
    return Account(known.pw_uid, known.pw_gid)


def give(path: Path, account: Account | None) -> None:
    """The path belongs to the account alone."""
    path.chmod(0o700)
    if account is None:
        return
    try:
        os.chown(path, account.uid, account.gid)
    except OSError as error:
        raise CannotStart(
            f"{path} cannot be given to the account the server runs as ({error.strerror}): "
            "start as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from None


def _launched(
    command: Sequence[str], ends_with: signal.Signals, account: Account | None, folder: Path
) -> list[str]:
    if threading.current_thread() is not threading.main_thread():
        # The kernel ties a process to the thread that started it, and would end it with that.
        raise RuntimeError("start programs from the main thread")
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    words = [sys.executable, "-I", "-S", launch.__file__]
    words += [str(number) for number in (os.getpid(), int(ends_with), uid, gid)]
    return [*words, str(folder), *command]


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environ: Mapping[str, str],
    out: int | None = None,
    ends_with: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    folder: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """The command runs in a session of its own, out of reach of Ctrl-C, and writes to the log.

    The kernel sends it `ends_with` if this process dies without having ended it. `out` is another
    open file for its standard output alone.
    """
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603 - the commands are our own
            _launched(command, ends_with, account, folder),
            stdin=subprocess.DEVNULL,
            stdout=descriptor if out is None else out,
            stderr=descriptor,
            start_new_session=True,
            env=dict(environ),
        )
    finally:
        os.close(descriptor)


def finish(
    command: Sequence[str], *, account: Account | None, folder: Path, words: str = ""
) -> str:
    """What the command printed, once it has ended well; `words` go to its standard input."""
    done = subprocess.run(  # noqa: S603 - the commands are our own
        _launched(command, signal.SIGKILL, account, folder),
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env=plain_environment(),
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stdout.split()[-60:])
        raise CannotStart(f"{Path(command[0]).name} ended with {done.returncode}: {said}")
    return done.stdout


def plain_environment() -> dict[str, str]:
    """What a server needs of our environment: nothing secret, no locale, no settings of its own."""
    return {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"}


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to hold in time."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(TICK)
    return True


def command_of(pid: int) -> str:
    """The command line of a living process; empty when there is none that we may see."""
    entry = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return entry.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    seen = subprocess.run(  # noqa: S603 - a number
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return seen.stdout.strip()
